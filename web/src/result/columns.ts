/** What the columns of a result are: which holds time, which a measure, which the names. */

import type { Cell, Table } from '../server/events.ts';
import { words } from './cell.ts';

const PERIOD = /^(from|start|month|week|day|date|hour|time|timestamp|period|time_period)$/i;
const INSTANT = /^\d{4}-\d\d(-\d\d)?([T ][\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/;
const ADDS_UP = /cost|usd|amount|count|sum|total|errors|invocations|requests|messages|bytes|usage/i;
const MEASURE =
  /usd|cost|^amount$|^(count|sum|total|value|average|minimum|maximum|p\d+|errors|invocations|requests|messages|objects)$|_(percent|count|errors|requests)$/i;
const SHARE = /share|percent/i;

/** A column of numbers that a chart can show. */
export interface Measure {
  readonly column: number;
  /** Its name, with its unit where another column has one. */
  readonly name: string;
  /** Whether a sum of its values means something. */
  readonly addsUp: boolean;
}

/** The column of periods; -1 where there is none. */
export function periodsOf({ columns, rows }: Table): number {
  return columns.findIndex((name, i) => PERIOD.test(name) && all(rows, i, isInstant));
}

/** The first measure, an amount before a share of it; null where there is none. */
export function measureOf(table: Table): Measure | null {
  const { columns, rows } = table;
  const usable = columns.map((name, i) => MEASURE.test(name) && all(rows, i, Number.isFinite));
  const amount = columns.findIndex((name, i) => usable[i] && !SHARE.test(name));
  const column = amount >= 0 ? amount : usable.indexOf(true);
  const name = columns[column];
  if (name === undefined) return null;
  const unit = unitOf(table);
  const addsUp = ADDS_UP.test(name) && !SHARE.test(name);
  return { column, name: unit ? `${name} (${unit})` : name, addsUp };
}

/** The first column of names, beside those taken, that fits; -1 where there is none. */
export function namesOf(
  { columns, rows }: Table,
  taken: readonly number[],
  fits: (column: number) => boolean,
): number {
  return columns.findIndex((_, i) => !taken.includes(i) && all(rows, i, isName) && fits(i));
}

/** The different values of a column, as words. */
export function distinct({ rows }: Table, column: number): string[] {
  return [...new Set(rows.map((row) => words(row[column])))];
}

function unitOf(table: Table): string {
  const column = table.columns.indexOf('unit');
  const units = column < 0 ? [] : distinct(table, column);
  return units.length === 1 ? (units[0] ?? '') : '';
}

function all(rows: Table['rows'], column: number, is: (value: Cell) => boolean): boolean {
  return rows.every((row) => is(row[column]));
}

function isInstant(value: Cell): boolean {
  return typeof value === 'string' && INSTANT.test(value);
}

function isName(value: Cell): boolean {
  const text: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof text === 'string' && text !== '' && !isInstant(text);
}
