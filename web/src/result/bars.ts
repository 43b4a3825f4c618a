/** A result as bars: what each part of something is, or how many rows are in each state. */

import type { Table } from '../server/events.ts';
import { words } from './cell.ts';
import { distinct, measureOf, namesOf } from './columns.ts';

/** One bar: a name and its number. */
export interface Bar {
  readonly name: string;
  readonly value: number;
}

export interface Bars {
  readonly kind: 'bars';
  readonly measure: string;
  readonly by: string;
  readonly bars: readonly Bar[];
}

const STATE = /^(state|status|health|runtime|engine|type|kind|class|severity)$/i;
const MOST_BARS = 12;
const MOST_STATES = 10;
const FEWEST_TO_COUNT = 4;
/** A table with more columns describes things, and is not about one number. */
const WIDEST = 7;

/** One bar a row; null where the rows are not about one number. */
export function breakdown(table: Table): Bars | null {
  const { columns, rows } = table;
  const measure = measureOf(table);
  if (!measure || columns.length > WIDEST) return null;
  const unique = (i: number): boolean => distinct(table, i).length === rows.length;
  const name = namesOf(table, [measure.column], unique);
  const bars = rows.map((row) => ({
    name: words(row[name]),
    value: Number(row[measure.column]),
  }));
  if (name < 0 || bars.every((bar) => bar.value === bars[0]?.value)) return null;
  return {
    kind: 'bars',
    measure: measure.name,
    by: columns[name] ?? '',
    bars: leading(bars, measure.addsUp),
  };
}

/** One bar a state; null where no column is one, or all rows are in the same. */
export function counts(table: Table): Bars | null {
  const { columns, rows } = table;
  if (rows.length < FEWEST_TO_COUNT) return null;
  const telling = (i: number): boolean => {
    const states = distinct(table, i).length;
    return states > 1 && states <= MOST_STATES && states < rows.length;
  };
  const state = columns.findIndex((name, i) => STATE.test(name) && telling(i));
  if (state < 0) return null;
  const groups = Map.groupBy(rows, (row) => words(row[state]) || 'none');
  const bars = [...groups].map(([name, of]) => ({ name, value: of.length }));
  return { kind: 'bars', measure: 'rows', by: columns[state] ?? '', bars: leading(bars, true) };
}

/** The largest bars; what is beyond them is one bar where that adds up. */
function leading(bars: readonly Bar[], addsUp: boolean): readonly Bar[] {
  const sorted = bars.toSorted((one, other) => other.value - one.value);
  if (sorted.length <= MOST_BARS || !addsUp) return sorted.slice(0, MOST_BARS);
  const rest = sorted.slice(MOST_BARS - 1);
  const value = rest.reduce((sum, bar) => sum + bar.value, 0);
  return [...sorted.slice(0, MOST_BARS - 1), { name: `${rest.length} others`, value }];
}
