/** A breakdown: a name, a bar and its number a row. It is a table, so it is read as one, too. */

import { scaleLinear } from 'd3-scale';
import type { VNode } from 'preact';

import { words } from '../result/cell.ts';
import type { Bars } from '../result/bars.ts';
import { Words } from './Words.tsx';

export function BarsView({ bars: { bars, by, measure } }: { bars: Bars }): VNode {
  const most = Math.max(...bars.map((bar) => Math.abs(bar.value)));
  const width = scaleLinear([0, most || 1], [0, 100]);
  return (
    <table class="bars">
      <caption>
        <Words text={measure} /> by <Words text={by} />
      </caption>
      <thead class="unseen">
        <tr>
          <th scope="col">{by}</th>
          <th scope="col">share</th>
          <th scope="col">{measure}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.name}>
            <th scope="row">
              <Words text={bar.name} />
            </th>
            <td aria-hidden="true">
              <span class="bar" style={{ width: `${width(Math.abs(bar.value))}%` }} />
            </td>
            <td>{words(bar.value, measure)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
