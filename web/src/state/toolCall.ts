/** One call of a tool within a turn: what was asked, and what came back. */

import { signal } from '@preact/signals';

import type { Table, TurnEvent } from '../server/events.ts';
import type { ToolUsed } from '../server/conversations.ts';
import type { Json } from '../server/json.ts';

export interface Outcome {
  readonly ok: boolean;
  readonly summary: string;
  readonly milliseconds: number | null;
  readonly table: Table | null;
  readonly api: string;
  readonly redacted: number;
}

type Start = Extract<TurnEvent, { name: 'tool_start' }>;
type End = Extract<TurnEvent, { name: 'tool_end' }>;

export class ToolCall {
  readonly kind = 'tool';
  readonly id: string;
  readonly tool: string;
  readonly input: Json;
  /** Null while the tool runs. */
  readonly outcome = signal<Outcome | null>(null);

  constructor({ id, tool, input }: Pick<Start, 'id' | 'tool' | 'input'>) {
    this.id = id;
    this.tool = tool;
    this.input = input;
  }

  end({ ok, summary, milliseconds, table, api, redacted }: End): void {
    this.outcome.value = { ok, summary, milliseconds, table, api, redacted };
  }

  /** A call of an earlier day: its rows are not kept. */
  static stored(used: ToolUsed): ToolCall {
    const call = new ToolCall(used);
    const { ok, summary } = used;
    call.outcome.value = { ok, summary, milliseconds: null, table: null, api: '', redacted: 0 };
    return call;
  }
}
