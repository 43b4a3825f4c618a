/** One value of a result. */

import type { VNode } from 'preact';

import { isFigure, MASK, words } from '../result/cell.ts';
import type { Cell } from '../server/events.ts';
import { Words } from './Words.tsx';

export function CellView({ value, column }: { value: Cell; column: string }): VNode {
  const text = words(value, column);
  if (text === '') return <td class="none">–</td>;
  if (text === MASK) {
    return (
      <td>
        <span class="masked">masked</span>
      </td>
    );
  }
  return (
    <td class={isFigure(value) ? 'to-right' : text.length > 40 ? 'long' : ''}>
      <Words text={text} />
    </td>
  );
}
