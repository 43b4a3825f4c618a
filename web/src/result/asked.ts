/** What a tool was asked, in words: its question first, then the other arguments. */

import { text, type Json } from '../server/json.ts';

const LONGEST = 300;

export function asked(input: Json): string {
  const first = text(input['query']) || text(input['operation']);
  const others = Object.entries(input)
    .filter(([name, value]) => name !== 'query' && value !== first && told(value) !== '')
    .map(([name, value]) => `${name}: ${told(value)}`);
  const words = [first, ...others].filter(Boolean).join(' · ');
  return words.length <= LONGEST ? words : `${words.slice(0, LONGEST - 1)}…`;
}

/** The API operation, where the model named one itself. */
export function apiName(input: Json): string {
  return text(input['operation']);
}

function told(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.map(told).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
