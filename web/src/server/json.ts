/** Parsing at the edge: what came over the wire, in the kinds that the page expects. */

export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text, empty where it is something else. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A finite number, 0 where it is something else. */
export function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** The objects in an array, none where it is something else. */
export function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
