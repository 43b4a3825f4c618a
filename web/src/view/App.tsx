/** The whole page. */

import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';

import type { Desk } from '../state/desk.ts';
import { clean } from '../text/odd.ts';
import { Banner } from './Banner.tsx';
import { Composer } from './Composer.tsx';
import { Header } from './Header.tsx';
import { Keys } from './Keys.tsx';
import { ShelfView } from './ShelfView.tsx';
import { Thread } from './Thread.tsx';
import { useKeys } from './useKeys.ts';

export function App({ desk, spent }: { desk: Desk; spent: string }): VNode {
  const keys = useSignal(false);
  const talk = desk.talk.value;
  useKeys(desk, () => (keys.value = true));
  const title = desk.shelf.find(talk.id.value)?.title;
  useEffect(() => void (document.title = title ? `${clean(title)} · awsops` : 'awsops'), [title]);
  return (
    <>
      <a class="skip" href="#question" onClick={toQuestion}>
        To the question
      </a>
      <ShelfView desk={desk} />
      <div class="scrim" hidden={!desk.drawer.value} onClick={() => (desk.drawer.value = false)} />
      <div class="main">
        <Header desk={desk} help={() => (keys.value = true)} />
        <Banner condition={desk.server.condition.value} spent={spent} />
        <main>
          <Thread desk={desk} talk={talk} />
          <div class="dock">
            <Composer talk={talk} />
          </div>
        </main>
        <Progress desk={desk} />
      </div>
      <Keys open={keys.value} close={() => (keys.value = false)} />
    </>
  );
}

/** Says to those who do not see it that an answer is being written, and that it is there. */
function Progress({ desk }: { desk: Desk }): VNode {
  const last = desk.talk.value.turns.value.at(-1);
  const words = !last ? '' : last.over ? `Answer ${last.status.value}.` : 'Answering.';
  return (
    <p class="unseen" role="status">
      {words}
    </p>
  );
}

function toQuestion(event: Event): void {
  event.preventDefault();
  document.getElementById('question')?.focus();
}
