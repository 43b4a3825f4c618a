/** The list of conversations: loaded, searched, renamed, deleted. */

import { computed, signal } from '@preact/signals';

import type { Conversations, Head } from '../server/conversations.ts';
import { words } from './talk.ts';

export class Shelf {
  readonly heads = signal<readonly Head[]>([]);
  readonly search = signal('');
  readonly trouble = signal('');
  readonly loaded = signal(false);
  readonly cursor = signal('');
  readonly shown = computed(() => matching(this.heads.value, this.search.value));

  readonly #conversations: Conversations;
  /** Counts what was done here: a list that was asked for before that is out of date. */
  #changes = 0;

  constructor(conversations: Conversations) {
    this.#conversations = conversations;
  }

  /** Load the latest ones anew; older ones that were asked for stay. */
  async load(): Promise<void> {
    const before = this.#changes;
    await this.#attempt(async () => {
      const page = await this.#conversations.page('');
      if (before !== this.#changes) return this.load();
      const older = page.cursor ? this.heads.value.slice(page.items.length) : [];
      const known = new Set(page.items.map((head) => head.id));
      this.heads.value = [...page.items, ...older.filter((head) => !known.has(head.id))];
      if (!older.length) this.cursor.value = page.cursor;
    });
    this.loaded.value = true;
  }

  /** Load the next page behind those known. */
  async more(): Promise<void> {
    await this.#attempt(async () => {
      const page = await this.#conversations.page(this.cursor.value);
      const known = new Set(this.heads.value.map((head) => head.id));
      const news = page.items.filter((head) => !known.has(head.id));
      this.heads.value = [...this.heads.value, ...news];
      this.cursor.value = page.cursor;
    });
  }

  find(id: string | null): Head | null {
    return this.heads.value.find((head) => head.id === id) ?? null;
  }

  async rename(head: Head, title: string): Promise<void> {
    await this.#attempt(async () => {
      const renamed = await this.#conversations.rename(head, title);
      this.#changes += 1;
      this.heads.value = this.heads.value.map((each) => (each.id === head.id ? renamed : each));
    });
  }

  /** Delete a conversation; false if that failed. */
  async remove(head: Head): Promise<boolean> {
    return this.#attempt(async () => {
      await this.#conversations.remove(head.id);
      this.#changes += 1;
      this.heads.value = this.heads.value.filter((each) => each.id !== head.id);
    });
  }

  async #attempt(run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      this.trouble.value = '';
      return true;
    } catch (error) {
      this.trouble.value = words(error);
      return false;
    }
  }
}

function matching(heads: readonly Head[], search: string): readonly Head[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  return heads.filter((head) => {
    const title = head.title.toLowerCase();
    return wanted.every((word) => title.includes(word));
  });
}
