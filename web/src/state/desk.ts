/** Everything that the page holds, and what happens when it goes somewhere. */

import { effect, signal, type Signal } from '@preact/signals';

import { Conversations } from '../server/conversations.ts';
import { isRecord, number, text } from '../server/json.ts';
import type { Server } from '../server/server.ts';
import type { Later } from '../text/prose.ts';
import { address, read, type Place } from './place.ts';
import { Shelf } from './shelf.ts';
import { Talk } from './talk.ts';
import type { ThemeChoice } from './theme.ts';

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
}

export class Desk {
  readonly server: Server;
  readonly theme: ThemeChoice;
  readonly shelf: Shelf;
  readonly talk: Signal<Talk>;
  readonly environment = signal('');
  readonly price = signal<Price>({ input: 0, output: 0, cacheRead: 0 });
  /** Whether the list of conversations is open, where there is no room to show it always. */
  readonly drawer = signal(false);

  readonly #conversations: Conversations;
  readonly #window: Window;

  constructor(server: Server, theme: ThemeChoice, window: Window) {
    this.server = server;
    this.theme = theme;
    this.#window = window;
    this.#conversations = new Conversations(server);
    this.shelf = new Shelf(this.#conversations);
    this.talk = signal(this.#talk());
  }

  /** Load what the address says, and stay up to date. */
  start(): void {
    this.#window.addEventListener('hashchange', () => this.#arrive());
    this.#window.addEventListener('focus', () => void this.shelf.load());
    this.#arrive();
    effect(() => {
      if (this.server.condition.value === 'ready') void this.#load();
    });
  }

  /** Go somewhere; the address follows, and with it the browser's own back and forward. */
  go(place: Place): void {
    this.#window.location.hash = address(place);
  }

  async remove(id: string): Promise<void> {
    const head = this.shelf.find(id);
    if (!head || !(await this.shelf.remove(head))) return;
    if (this.talk.value.id.value === id) this.go({ kind: 'new' });
  }

  #arrive(): void {
    const place = read(this.#window.location.hash);
    const open = this.talk.value;
    this.drawer.value = false;
    if (place.kind === 'conversation' && place.id === open.id.value) return;
    open.close();
    const talk = (this.talk.value = this.#talk());
    if (place.kind === 'conversation') void talk.open(place.id);
    if (place.kind === 'turn') void talk.resume(place.id);
  }

  /** The address follows a talk that has become a conversation; it is no new place to go back to. */
  #moved(talk: Talk, place: Place): void {
    if (this.talk.value !== talk) return;
    this.#window.history.replaceState(null, '', address(place));
  }

  #talk(): Talk {
    const talk: Talk = new Talk({
      server: this.server,
      conversations: this.#conversations,
      later,
      clock: () => performance.now(),
      moved: (place) => this.#moved(talk, place),
      changed: () => void this.shelf.load(),
    });
    return talk;
  }

  async #load(): Promise<void> {
    await this.shelf.load();
    if (this.environment.value) return;
    const about = await this.server.call('GET', '/api/about').catch(() => null);
    if (!isRecord(about)) return;
    const price = isRecord(about['price']) ? about['price'] : {};
    this.environment.value = text(about['environment']);
    this.price.value = {
      input: number(price['input']),
      output: number(price['output']),
      cacheRead: number(price['cache_read']),
    };
  }
}

// Thirty pictures a second are smooth; a timer runs in a tab that is not looked at, too.
const later: Later = (run) => void setTimeout(run, 33);
