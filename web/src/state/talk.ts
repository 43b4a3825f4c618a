/** The conversation that is open: its turns, the question that is asked, and what stops it. */

import { batch, computed, signal } from '@preact/signals';

import type { Conversations, Head, StoredTurn } from '../server/conversations.ts';
import { follow } from '../server/follow.ts';
import { ServerError, type Server } from '../server/server.ts';
import type { Later } from '../text/prose.ts';
import type { Place } from './place.ts';
import { Turn } from './turn.ts';

const AGAIN_MS = 3000;

/** Where the page is, and who must hear of changes. */
export interface Surroundings {
  readonly server: Server;
  readonly conversations: Conversations;
  readonly later: Later;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** The conversation, or the turn that has none yet, has become this one. */
  readonly moved: (place: Place) => void;
  /** Something has changed that the list of conversations shows. */
  readonly changed: () => void;
}

export class Talk {
  readonly id = signal<string | null>(null);
  readonly head = signal<Head | null>(null);
  readonly turns = signal<readonly Turn[]>([]);
  readonly trouble = signal('');
  readonly loading = signal(false);
  /** Whether there are turns before those shown. */
  readonly earlier = signal('');
  readonly running = computed(() => this.turns.value.findLast((turn) => !turn.over) ?? null);

  readonly #in: Surroundings;
  readonly #left = new AbortController();

  constructor(surroundings: Surroundings) {
    this.#in = surroundings;
  }

  /** Show a conversation of the list. */
  async open(id: string): Promise<void> {
    this.id.value = id;
    this.loading.value = true;
    await this.#attempt(async () => {
      const { conversations } = this.#in;
      const [history, recordings] = await Promise.all([
        conversations.history(id, ''),
        conversations.recordings(id),
      ]);
      const known = new Map(recordings.map((each) => [each.turn, each.id]));
      const turns = history.items.map((kept) => this.#restored(kept, known.get(kept.turn)));
      batch(() => {
        this.head.value = history.head;
        this.earlier.value = history.cursor;
        this.turns.value = turns.reverse();
      });
    });
    this.loading.value = false;
  }

  /** Show the conversation of a turn that was asked just before the page was loaded again. */
  async resume(turnId: string): Promise<void> {
    this.loading.value = true;
    await this.#attempt(async () => {
      for await (const event of follow(this.#in.server, turnId, this.#left.signal)) {
        if (event.name === 'error') this.trouble.value = event.message;
        if (event.name !== 'start') continue;
        this.#begun(event.conversationId);
        return this.open(event.conversationId);
      }
    });
    this.loading.value = false;
  }

  /** Leave it; what runs goes on without this page. */
  close(): void {
    this.#left.abort();
  }

  async loadEarlier(): Promise<void> {
    const id = this.id.value;
    if (id === null) return;
    await this.#attempt(async () => {
      const history = await this.#in.conversations.history(id, this.earlier.value);
      const turns = history.items.map((kept) => Turn.stored(kept, this.#in.later)).reverse();
      this.turns.value = [...turns, ...this.turns.value];
      this.earlier.value = history.cursor;
    });
  }

  async ask(question: string): Promise<void> {
    if (this.running.value) return;
    const turn = new Turn(question, this.#in.later, true);
    this.turns.value = [...this.turns.value, turn];
    const asked = this.#in.clock();
    try {
      const turnId = await this.#in.conversations.ask(question, this.id.value);
      if (this.id.value === null && !this.#left.signal.aborted)
        this.#in.moved({ kind: 'turn', id: turnId });
      await this.#follow(turn, turnId);
    } catch (error) {
      turn.fail(words(error));
    }
    if (this.#left.signal.aborted) return;
    turn.seconds.value = (this.#in.clock() - asked) / 1000;
    this.#in.changed();
  }

  /** Stop the running turn; what it has written stays. */
  async stop(): Promise<void> {
    const turn = this.running.value;
    if (!turn) return;
    turn.stopping.value = true;
    const { conversations } = this.#in;
    try {
      if (turn.recording) await conversations.stop(turn.recording);
      else if (this.id.value) await conversations.stopIn(this.id.value);
    } catch (error) {
      turn.stopping.value = false;
      this.trouble.value = words(error);
    }
  }

  #restored(kept: StoredTurn, turnId: string | undefined): Turn {
    const { later } = this.#in;
    if (turnId === undefined) {
      const turn = Turn.stored(kept, later);
      if (!turn.over) setTimeout(() => void this.#lookAgain(turn), AGAIN_MS);
      return turn;
    }
    const turn = new Turn(kept.question, later);
    turn.number.value = kept.turn;
    turn.seconds.value = kept.seconds;
    void this.#follow(turn, turnId);
    return turn;
  }

  /** Ask for a turn that runs elsewhere until it is over. */
  async #lookAgain(turn: Turn): Promise<void> {
    if (this.id.value === null || this.#left.signal.aborted) return;
    if (this.turns.value.includes(turn)) await this.open(this.id.value);
  }

  async #follow(turn: Turn, turnId: string): Promise<void> {
    turn.recording = turnId;
    const left = this.#left.signal;
    try {
      for await (const event of follow(this.#in.server, turnId, left)) {
        if (event.name === 'start') this.#begun(event.conversationId);
        turn.take(event);
      }
      if (!turn.over && !left.aborted) turn.fail('The answer broke off. Ask again to go on.');
    } catch (error) {
      // A server that was started anew does not know it; the agent does.
      const forgotten = error instanceof ServerError && error.code === 'no_turn';
      if (forgotten && this.id.value !== null) await this.open(this.id.value);
      else turn.fail(words(error));
    }
  }

  #begun(conversationId: string): void {
    if (this.id.value !== null) return;
    this.id.value = conversationId;
    this.#in.moved({ kind: 'conversation', id: conversationId });
    this.#in.changed();
  }

  async #attempt(run: () => Promise<void>): Promise<void> {
    try {
      await run();
      this.trouble.value = '';
    } catch (error) {
      this.trouble.value = words(error);
    }
  }
}

/** What an error says to the person. */
export function words(error: unknown): string {
  if (error instanceof ServerError) return error.message;
  throw error;
}
