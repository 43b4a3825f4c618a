/** Which chart a result table is, if any: a series over time, a breakdown, or counts of a state. */

import type { Table } from '../server/events.ts';
import { breakdown, counts, type Bars } from './bars.ts';
import { series, type Series } from './series.ts';

export type Chart = Bars | Series;

/** Find the chart of a table; null where a picture would say nothing. */
export function chart(table: Table): Chart | null {
  if (table.rows.length < 2) return null;
  return series(table) ?? breakdown(table) ?? counts(table);
}
