/** A result as values over time: layers that add up, or lines that do not. */

import type { Table } from '../server/events.ts';
import { words } from './cell.ts';
import { distinct, measureOf, namesOf, periodsOf, type Measure } from './columns.ts';

/** A line, or a layer of a stack: one value a period, null where there is none. */
export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface Series {
  readonly kind: 'series';
  readonly measure: string;
  /** Stacked where the values add up to something. */
  readonly stacked: boolean;
  readonly periods: readonly string[];
  readonly lines: readonly Line[];
}

const MOST_LINES = 7;

/** One line a name; null where the rows are not over time. */
export function series(table: Table): Series | null {
  const time = periodsOf(table);
  const measure = measureOf(table);
  if (time < 0 || !measure) return null;
  const periods = distinct(table, time).sort();
  const several = (i: number): boolean => distinct(table, i).length > 1;
  const name = namesOf(table, [time, measure.column], several);
  const groups = Map.groupBy(table.rows, (row) => (name < 0 ? measure.name : words(row[name])));
  if (periods.length < 2 || (!measure.addsUp && groups.size > MOST_LINES)) return null;
  const lines = [...groups].map(([line, rows]) => ({
    name: line,
    values: valuesOf(rows, periods, time, measure),
  }));
  return {
    kind: 'series',
    measure: measure.name,
    stacked: measure.addsUp,
    periods,
    lines: measure.addsUp ? largest(lines, periods.length) : lines,
  };
}

/** Of all lines together, the value of each period. */
export function together({ lines, periods }: Pick<Series, 'lines' | 'periods'>): number[] {
  return periods.map((_, i) => lines.reduce((sum, line) => sum + (line.values[i] ?? 0), 0));
}

function valuesOf(
  rows: Table['rows'],
  periods: readonly string[],
  time: number,
  measure: Measure,
): (number | null)[] {
  const found = Map.groupBy(rows, (row) => words(row[time]));
  return periods.map((period) => {
    const here = found.get(period)?.map((row) => Number(row[measure.column]));
    if (!here) return measure.addsUp ? 0 : null;
    const sum = here.reduce((total, each) => total + each, 0);
    return measure.addsUp ? sum : sum / here.length;
  });
}

/** The largest lines; what is beyond them is one line of its own. */
function largest(lines: readonly Line[], periods: number): readonly Line[] {
  const total = (line: Line): number => line.values.reduce<number>((sum, v) => sum + (v ?? 0), 0);
  const sorted = lines.toSorted((one, other) => total(other) - total(one));
  if (sorted.length <= MOST_LINES) return sorted;
  const rest = sorted.slice(MOST_LINES - 1);
  const values = together({ lines: rest, periods: Array.from({ length: periods }, String) });
  return [...sorted.slice(0, MOST_LINES - 1), { name: `${rest.length} others`, values }];
}
