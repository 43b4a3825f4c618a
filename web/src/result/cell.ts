/** A value of a result table as a person reads it, and as it is sorted. */

import type { Cell } from '../server/events.ts';
import { dollars, quantity } from '../text/quantity.ts';

export const MASK = '[redacted]';

const MONEY = /(^|[_(])(usd|cost|price)([_)]|$)/i;
const PLAIN = /(^|_)(id|port|year|version|account|zip|pid)s?$/i;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?/;
const COLLATOR = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The words of a value; empty for what is missing. */
export function words(value: Cell, column = ''): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return figure(value, column);
  if (typeof value === 'string') return moment(value);
  if (Array.isArray(value)) return value.map((each) => words(each)).join(', ');
  return JSON.stringify(value);
}

export function isFigure(value: Cell): value is number {
  return typeof value === 'number';
}

/** How many masked values a cell holds. */
export function masked(value: Cell): number {
  if (typeof value === 'string') return value.split(MASK).length - 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + masked(each), 0);
  return typeof value === 'object' && value !== null ? masked(Object.values(value)) : 0;
}

/** Order two values: numbers by size, all else as people sort names (`web-2` before `web-10`). */
export function compare(one: Cell, other: Cell): number {
  if (isFigure(one) && isFigure(other)) return one - other;
  return COLLATOR.compare(words(one), words(other));
}

function figure(value: number, column: string): string {
  if (MONEY.test(column)) return dollars(value);
  return PLAIN.test(column) ? String(value) : quantity(value);
}

function moment(value: string): string {
  const found = MOMENT.exec(value);
  return found ? found[0].slice(0, 16).replace('T', ' ') : value;
}
