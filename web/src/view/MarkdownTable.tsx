/** A table that an answer holds, as it was written; the result that it tells of sorts and filters. */

import type { ComponentChildren, VNode } from 'preact';
import type { Token, Tokens } from 'marked';

import { plural } from '../text/quantity.ts';

// An answer is for reading; whole results are below the tool that gave them.
const MOST_ROWS = 200;

interface Props {
  readonly table: Tokens.Table;
  readonly cell: (tokens: readonly Token[]) => ComponentChildren;
}

export function MarkdownTable({ table, cell }: Props): VNode {
  const rows = table.rows.slice(0, MOST_ROWS);
  const sides = table.align.map((align) => (align ? `to-${align}` : ''));
  return (
    <>
      <div class="scroll" tabIndex={0} role="group" aria-label="Table">
        <table>
          <thead>
            <tr>
              {table.header.map((head, i) => (
                <th key={i} scope="col" class={sides[i]}>
                  {cell(head.tokens)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((each, j) => (
                  <td key={j} class={sides[j]}>
                    {cell(each.tokens)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < table.rows.length && (
        <p class="hint">{plural(table.rows.length - rows.length, 'more row')} not shown.</p>
      )}
    </>
  );
}
