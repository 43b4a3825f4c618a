/** The words of an answer, as they come. */

import type { VNode } from 'preact';

import type { Prose } from '../text/prose.ts';
import { Block } from './Markdown.tsx';

export function ProseView({ prose }: { prose: Prose }): VNode {
  const { whole, open } = prose.blocks.value;
  return (
    <div class="prose">
      {whole.map((token, i) => (
        <Block key={i} token={token} />
      ))}
      {open.map((token, i) => (
        <Block key={whole.length + i} token={token} />
      ))}
    </div>
  );
}
