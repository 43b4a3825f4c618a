/** A block of code, which can be copied. */

import type { VNode } from 'preact';

import { clean } from '../text/odd.ts';
import { CopyButton } from './CopyButton.tsx';
import { Words } from './Words.tsx';

// More than this is no reading matter, and slow to lay out.
const LONGEST = 100_000;

export function Code({ text, language }: { text: string; language: string }): VNode {
  const shown = text.slice(0, LONGEST);
  return (
    <figure class="code">
      <figcaption>
        <span>{clean(language).slice(0, 20)}</span>
        <CopyButton text={() => text} what="code" />
      </figcaption>
      {/* A region that scrolls must be reachable by the keyboard. */}
      <pre tabIndex={0} role="group" aria-label="Code">
        <code>
          <Words text={shown} />
        </code>
      </pre>
      {shown.length < text.length && <p class="hint">Only its beginning is shown.</p>}
    </figure>
  );
}
