/** One question and its answer, as far as it has come. */

import { signal } from '@preact/signals';

import type { StoredTurn } from '../server/conversations.ts';
import type { TurnEvent, Usage } from '../server/events.ts';
import { Prose, type Later } from '../text/prose.ts';
import { ToolCall } from './toolCall.ts';

/** `elsewhere`: it runs, but was asked in another program; its words are not here yet. */
export type Status =
  'asking' | 'running' | 'elsewhere' | 'complete' | 'stopped' | 'failed' | 'interrupted';

export interface Writing {
  readonly kind: 'prose';
  readonly prose: Prose;
}

/** Words and tool calls in the order in which they came. */
export type Part = Writing | ToolCall;

const OVER: readonly Status[] = ['complete', 'stopped', 'failed', 'interrupted'];

export class Turn {
  readonly question: string;
  readonly status = signal<Status>('asking');
  readonly parts = signal<readonly Part[]>([]);
  readonly usage = signal<Usage | null>(null);
  readonly seconds = signal<number | null>(null);
  /** Why it failed, or what is waited for. */
  readonly note = signal('');
  readonly stopReason = signal('');
  readonly stopping = signal(false);
  readonly number = signal<number | null>(null);
  /** The server's id of its recording; empty where there is none. */
  recording = '';
  /** Whether it was asked on this page, just now. */
  readonly fresh: boolean;
  readonly #later: Later;

  constructor(question: string, later: Later, fresh = false) {
    this.question = question;
    this.fresh = fresh;
    this.#later = later;
  }

  get over(): boolean {
    return OVER.includes(this.status.value);
  }

  /** The answer's words, without the tools between them. */
  get text(): string {
    return this.parts.value.map((part) => (part.kind === 'prose' ? part.prose.text : '')).join('');
  }

  take(event: TurnEvent): void {
    switch (event.name) {
      case 'start':
        this.number.value = event.turn;
        this.status.value = 'running';
        this.note.value = '';
        return;
      case 'text':
        this.#prose().feed(event.delta);
        return;
      case 'tool_start':
        this.#last()?.finish();
        this.parts.value = [...this.parts.value, new ToolCall(event)];
        return;
      case 'tool_end':
        this.#call(event.id)?.end(event);
        return;
      case 'usage':
        this.usage.value = event.usage;
        return;
      case 'waiting':
        this.note.value = `${event.why} Trying again.`;
        return;
      case 'end':
        this.stopReason.value = event.stopReason;
        this.#end(event.stopReason === 'stopped' ? 'stopped' : 'complete', '');
        return;
      case 'error':
        this.#end('failed', event.message);
    }
  }

  /** End it from this side. */
  fail(message: string): void {
    this.#end('failed', message);
  }

  /** A turn of the history. */
  static stored(kept: StoredTurn, later: Later): Turn {
    const turn = new Turn(kept.question, later);
    const calls = kept.tools.map((used) => ToolCall.stored(used));
    const prose = new Prose(later);
    prose.feed(kept.answer);
    prose.finish();
    turn.number.value = kept.turn;
    turn.parts.value = kept.answer ? [...calls, { kind: 'prose', prose }] : calls;
    turn.usage.value = kept.usage;
    turn.seconds.value = kept.seconds;
    turn.stopReason.value = kept.stopReason;
    turn.status.value = kept.status === 'running' ? 'elsewhere' : status(kept.status);
    return turn;
  }

  #end(status: Status, note: string): void {
    this.#last()?.finish();
    this.note.value = note;
    this.status.value = status;
    this.stopping.value = false;
  }

  #last(): Prose | null {
    const last = this.parts.value.at(-1);
    return last?.kind === 'prose' ? last.prose : null;
  }

  #prose(): Prose {
    const last = this.#last();
    if (last) return last;
    const prose = new Prose(this.#later);
    this.parts.value = [...this.parts.value, { kind: 'prose', prose }];
    return prose;
  }

  #call(id: string): ToolCall | undefined {
    return this.parts.value.find((part) => part.kind === 'tool' && part.id === id) as
      ToolCall | undefined;
  }
}

function status(said: string): Status {
  return OVER.find((each) => each === said) ?? 'interrupted';
}
