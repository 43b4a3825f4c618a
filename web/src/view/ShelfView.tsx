/** The conversations: found by their titles, opened, renamed, deleted. */

import type { VNode } from 'preact';

import type { Head } from '../server/conversations.ts';
import type { Desk } from '../state/desk.ts';
import { Icon } from './Icon.tsx';
import { ShelfItem } from './ShelfItem.tsx';
import { Words } from './Words.tsx';

export function ShelfView({ desk }: { desk: Desk }): VNode {
  const { shelf, talk } = desk;
  const open = talk.value.id.value;
  const groups = Map.groupBy(shelf.shown.value, (head) => day(head, new Date()));
  return (
    <nav class={desk.drawer.value ? 'shelf open' : 'shelf'} id="shelf" aria-label="Conversations">
      <div class="shelf-head">
        <button type="button" class="primary wide" onClick={() => desk.go({ kind: 'new' })}>
          <Icon name="plus" />
          New question
        </button>
        <label class="field">
          <Icon name="search" />
          <span class="unseen">Search the conversations</span>
          <input
            id="search"
            type="search"
            placeholder="Search"
            value={shelf.search.value}
            onInput={(event) => (shelf.search.value = event.currentTarget.value)}
          />
        </label>
      </div>
      <div class="shelf-list">
        {shelf.trouble.value && (
          <p class="note note-failed" role="alert">
            <Words text={shelf.trouble.value} />
          </p>
        )}
        {[...groups].map(([name, heads]) => (
          <section key={name} aria-label={name}>
            <h2>{name}</h2>
            <ul>
              {heads.map((head) => (
                <ShelfItem key={head.id} head={head} desk={desk} current={head.id === open} />
              ))}
            </ul>
          </section>
        ))}
        {shelf.loaded.value && !shelf.shown.value.length && <p class="hint">{nothing(desk)}</p>}
        {shelf.cursor.value && (
          <button type="button" class="quiet" onClick={() => void shelf.more()}>
            Show older ones
          </button>
        )}
      </div>
    </nav>
  );
}

function nothing({ shelf }: Desk): string {
  if (!shelf.search.value) return 'Your conversations will be kept here for 30 days.';
  return shelf.cursor.value ? 'None of those shown so far.' : 'No conversation has such a title.';
}

function day(head: Head, now: Date): string {
  const then = new Date(head.updatedAt);
  const days = (midnight(now) - midnight(then)) / 86_400_000;
  if (days < 1) return 'Today';
  if (days < 2) return 'Yesterday';
  return days < 7 ? 'This week' : 'Earlier';
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
