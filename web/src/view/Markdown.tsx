/**
 * Markdown tokens as elements. Nothing is ever parsed as HTML: tags in an answer are shown as the
 * text that they are, pictures are not loaded, and links lead to the web and say where.
 */

import type { ComponentChildren, VNode } from 'preact';
import { memo } from 'preact/compat';
import type { MarkedToken, Token, Tokens } from 'marked';

import { entities } from '../text/entities.ts';
import { Code } from './Code.tsx';
import { MarkdownTable } from './MarkdownTable.tsx';
import { Outside } from './Outside.tsx';
import { Words } from './Words.tsx';

/** A block; one that is whole is never laid out again, since its token stays the same. */
export const Block = memo(
  ({ token }: { token: Token }): VNode | null => block(token as MarkedToken),
  (before, after) => before.token === after.token,
);

function block(token: MarkedToken): VNode | null {
  switch (token.type) {
    case 'heading':
      // The page's own headings stand above those of an answer.
      return <Heading depth={token.depth}>{inline(token.tokens)}</Heading>;
    case 'paragraph':
      return <p>{inline(token.tokens)}</p>;
    case 'code':
      return <Code text={token.text} language={token.lang ?? ''} />;
    case 'list':
      return list(token);
    case 'blockquote':
      return <blockquote>{blocks(token.tokens)}</blockquote>;
    case 'table':
      return <MarkdownTable table={token} cell={inline} />;
    case 'hr':
      return <hr />;
    case 'space':
    case 'def':
      return null;
    case 'text':
      return <>{token.tokens ? inline(token.tokens) : <Words text={entities(token.text)} />}</>;
    case 'html':
      return (
        <p>
          <Words text={token.text.trimEnd()} />
        </p>
      );
    default:
      return <>{inline([token])}</>;
  }
}

function blocks(tokens: readonly Token[]): VNode[] {
  return tokens.map((token, i) => <Block key={i} token={token} />);
}

function Heading({ depth, children }: { depth: number; children: ComponentChildren }): VNode {
  const Tag = depth <= 1 ? 'h3' : depth === 2 ? 'h4' : 'h5';
  return <Tag>{children}</Tag>;
}

function list(token: Tokens.List): VNode {
  const items = token.items.map((item, i) => <li key={i}>{blocks(item.tokens)}</li>);
  if (!token.ordered) return <ul>{items}</ul>;
  return <ol start={token.start === '' ? 1 : token.start}>{items}</ol>;
}

function inline(tokens: readonly Token[]): ComponentChildren {
  return tokens.map((token) => span(token as MarkedToken));
}

function span(token: MarkedToken): ComponentChildren {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens)}</strong>;
    case 'em':
      return <em>{inline(token.tokens)}</em>;
    case 'del':
      return <del>{inline(token.tokens)}</del>;
    case 'codespan':
      return (
        <code>
          <Words text={token.text} />
        </code>
      );
    case 'br':
      return <br />;
    case 'link':
      return <Outside href={token.href}>{inline(token.tokens)}</Outside>;
    case 'image':
      return <Outside href={token.href}>{`[picture: ${token.text}]`}</Outside>;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'text':
      return token.tokens ? inline(token.tokens) : <Words text={entities(token.text)} />;
    default:
      return <Words text={'text' in token ? token.text : token.raw} />;
  }
}
