/**
 * Values over time: stacked bars where they add up, lines where they do not, and a table of the
 * numbers, which follows the period that is pointed at or chosen with the arrow keys.
 */

import type { VNode } from 'preact';
import { useState } from 'preact/hooks';

import { words } from '../result/cell.ts';
import { together, type Series } from '../result/series.ts';
import { periodLabel, span } from '../text/period.ts';
import { Plot } from './Plot.tsx';
import { Words } from './Words.tsx';

export function SeriesView({ series }: { series: Series }): VNode {
  const [chosen, choose] = useState<number | null>(null);
  const { lines, measure, periods, stacked } = series;
  const step = (by: number): void => {
    const from = chosen ?? (by > 0 ? -1 : periods.length);
    choose(Math.min(Math.max(from + by, 0), periods.length - 1));
  };
  return (
    <figure
      class="series"
      tabIndex={0}
      aria-label={`${measure} over time. The arrow keys go from period to period.`}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') step(1);
        else if (event.key === 'ArrowLeft') step(-1);
        else return;
        event.preventDefault();
      }}
    >
      <Plot series={series} chosen={chosen} choose={choose} />
      <table class="legend">
        <caption>
          <Words text={measure} />, {chosen === null ? span(periods) : periodLabel(periods, chosen)}
        </caption>
        <tbody>
          {lines.map((line, i) => (
            <tr key={line.name}>
              <th scope="row">
                <span class={`swatch hue-${i}`} aria-hidden="true" />
                <Words text={line.name} />
              </th>
              <td>{number(line.values, chosen, stacked, measure)}</td>
            </tr>
          ))}
          {stacked && lines.length > 1 && (
            <tr class="sum">
              <th scope="row">all together</th>
              <td>{number(together(series), chosen, true, measure)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </figure>
  );
}

/** The value of a period; of all of them the sum, or the mean where a sum says nothing. */
function number(
  values: readonly (number | null)[],
  chosen: number | null,
  stacked: boolean,
  measure: string,
): string {
  if (chosen !== null) return words(values[chosen], measure) || '–';
  const known = values.filter((value) => value !== null);
  const sum = known.reduce((total, value) => total + value, 0);
  if (stacked) return words(sum, measure);
  return known.length ? `⌀ ${words(sum / known.length, measure)}` : '–';
}
