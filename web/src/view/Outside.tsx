/** A link to the web, with the host that it leads to; other schemes stay text. */

import type { ComponentChildren, VNode } from 'preact';

import { clean } from '../text/odd.ts';
import { Words } from './Words.tsx';

export function Outside({ href, children }: { href: string; children: ComponentChildren }): VNode {
  const url = web(href);
  if (!url) {
    return (
      <span>
        {children} <Words text={`(${href})`} />
      </span>
    );
  }
  return (
    <a href={url.href} target="_blank" rel="noopener noreferrer">
      {children}
      <span class="host"> ({url.host})</span>
    </a>
  );
}

function web(href: string): URL | null {
  const url = URL.parse(clean(href));
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null;
}
