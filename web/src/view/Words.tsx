/** Text of an account, a model or a person: isolated in its direction, its odd characters visible. */

import type { VNode } from 'preact';

import { pieces } from '../text/odd.ts';

export function Words({ text }: { text: string }): VNode {
  return (
    <bdi>
      {pieces(text).map((piece) =>
        typeof piece === 'string' ? piece : <span class="odd">{piece.code}</span>,
      )}
    </bdi>
  );
}
