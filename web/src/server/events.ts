/** What happens during a turn, as the agent tells it (docs/agent.md), parsed at the edge. */

import { isRecord, number, text, type Json } from './json.ts';

export type Cell = unknown;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows were read; null where nobody knows. */
  readonly total: number | null;
  readonly more: boolean;
}

export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly modelCalls: number;
}

export type TurnEvent =
  | { readonly name: 'start'; readonly conversationId: string; readonly turn: number }
  | { readonly name: 'text'; readonly delta: string }
  | {
      readonly name: 'tool_start';
      readonly id: string;
      readonly tool: string;
      readonly input: Json;
    }
  | {
      readonly name: 'tool_end';
      readonly id: string;
      readonly ok: boolean;
      readonly summary: string;
      readonly milliseconds: number;
      readonly table: Table | null;
      /** The AWS API that was called, and how many values were masked, where the agent says so. */
      readonly api: string;
      readonly redacted: number;
    }
  | { readonly name: 'usage'; readonly usage: Usage }
  | { readonly name: 'end'; readonly stopReason: string }
  | { readonly name: 'error'; readonly code: string; readonly message: string }
  | { readonly name: 'waiting'; readonly seconds: number; readonly why: string };

/** Parse an event; null for one that this page does not know. */
export function parse(name: string, data: string): TurnEvent | null {
  const found: unknown = JSON.parse(data);
  return isRecord(found) ? (READERS[name]?.(found) ?? null) : null;
}

const READERS: Readonly<Record<string, (data: Json) => TurnEvent>> = {
  start: (d) => ({
    name: 'start',
    conversationId: text(d['conversation_id']),
    turn: number(d['turn']),
  }),
  text: (d) => ({ name: 'text', delta: text(d['delta']) }),
  tool_start: (d) => ({
    name: 'tool_start',
    id: text(d['id']),
    tool: text(d['tool']),
    input: isRecord(d['input']) ? d['input'] : {},
  }),
  tool_end: (d) => ({
    name: 'tool_end',
    id: text(d['id']),
    ok: d['ok'] === true,
    summary: text(d['summary']),
    milliseconds: number(d['elapsed_ms']),
    table: table(d['table']),
    api: text(d['api']),
    redacted: number(d['redacted']),
  }),
  usage: (d) => ({ name: 'usage', usage: usage(d) }),
  end: (d) => ({ name: 'end', stopReason: text(d['stop_reason']) }),
  error: (d) => ({ name: 'error', code: text(d['code']), message: text(d['message']) }),
  waiting: (d) => ({ name: 'waiting', seconds: number(d['seconds']), why: text(d['why']) }),
};

export function usage(data: Json): Usage {
  return {
    input: number(data['input_tokens']),
    output: number(data['output_tokens']),
    cacheRead: number(data['cache_read_tokens']),
    modelCalls: number(data['model_calls']),
  };
}

function table(data: unknown): Table | null {
  if (!isRecord(data) || !Array.isArray(data['columns']) || !Array.isArray(data['rows'])) {
    return null;
  }
  return {
    columns: data['columns'].map(String),
    rows: data['rows'].filter(Array.isArray),
    total: typeof data['total'] === 'number' ? data['total'] : null,
    more: typeof data['cursor'] === 'string' && data['cursor'] !== '',
  };
}
