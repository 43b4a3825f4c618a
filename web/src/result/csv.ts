/** A result table as CSV (RFC 4180), in which no spreadsheet finds a formula to run. */

import type { Cell } from '../server/events.ts';
import { clean } from '../text/odd.ts';

// What a spreadsheet would take for a formula (OWASP, CSV injection); a number is none.
const FORMULA = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

export function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, ...rows].map((row) => row.map(field).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** A file's name for a result: what gave it, and the day. */
export function fileName(source: string, day: Date): string {
  const safe = source.replace(/[^\w.-]+/g, '-').slice(0, 60) || 'result';
  return `${safe}-${day.toISOString().slice(0, 10)}.csv`;
}

function field(value: Cell): string {
  const text = harmless(clean(plain(value)));
  // Where a spreadsheet's separator is another, a field must not fall apart into a formula either.
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function plain(value: Cell): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function harmless(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
