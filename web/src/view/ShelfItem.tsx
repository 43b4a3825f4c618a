/** One conversation of the list. */

import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

import type { Head } from '../server/conversations.ts';
import type { Desk } from '../state/desk.ts';
import { address } from '../state/place.ts';
import { clean } from '../text/odd.ts';
import { Icon } from './Icon.tsx';
import { Words } from './Words.tsx';

/** The agent's own bound. */
const LONGEST_TITLE = 80;

interface Props {
  readonly head: Head;
  readonly desk: Desk;
  readonly current: boolean;
}

export function ShelfItem({ head, desk, current }: Props): VNode {
  const doing = useSignal<'nothing' | 'renaming' | 'deleting'>('nothing');
  const done = (): void => void (doing.value = 'nothing');
  const title = clean(head.title) || 'Untitled';
  if (doing.value === 'renaming') return <Renaming head={head} desk={desk} done={done} />;
  if (doing.value === 'deleting') return <Deleting head={head} desk={desk} done={done} />;
  return (
    <li class="shelf-item">
      <a
        href={address({ kind: 'conversation', id: head.id })}
        aria-current={current ? 'page' : undefined}
        onClick={() => (desk.drawer.value = false)}
      >
        <Words text={head.title || 'Untitled'} />
      </a>
      <span class="actions">
        <button
          type="button"
          class="quiet"
          aria-label={`Rename ${title}`}
          onClick={() => (doing.value = 'renaming')}
        >
          <Icon name="pencil" />
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={`Delete ${title}`}
          onClick={() => (doing.value = 'deleting')}
        >
          <Icon name="bin" />
        </button>
      </span>
    </li>
  );
}

type Doing = Omit<Props, 'current'> & { readonly done: () => void };

function Renaming({ head, desk, done }: Doing): VNode {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.select(), []);
  const keep = async (): Promise<void> => {
    const title = field.current?.value.trim() ?? '';
    done();
    if (title && title !== head.title) await desk.shelf.rename(head, title);
  };
  return (
    <li class="shelf-item doing">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
        onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), done())}
      >
        <input
          ref={field}
          aria-label="New title"
          maxLength={LONGEST_TITLE}
          defaultValue={clean(head.title)}
        />
        <button type="submit" class="quiet" aria-label="Keep the new title">
          <Icon name="check" />
        </button>
        <button type="button" class="quiet" aria-label="Keep the old title" onClick={done}>
          <Icon name="cross" />
        </button>
      </form>
    </li>
  );
}

function Deleting({ head, desk, done }: Doing): VNode {
  const yes = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => yes.current?.focus(), []);
  return (
    <li
      class="shelf-item doing"
      onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), done())}
    >
      <span>Delete for good?</span>
      <button type="button" class="danger" ref={yes} onClick={() => void desk.remove(head.id)}>
        Delete
      </button>
      <button type="button" class="quiet" onClick={done}>
        Keep
      </button>
    </li>
  );
}
