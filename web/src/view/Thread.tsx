/** The open conversation, from its first turn to the place where the next one will stand. */

import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import type { Desk } from '../state/desk.ts';
import type { Talk } from '../state/talk.ts';
import type { Turn } from '../state/turn.ts';
import { Starters } from './Starters.tsx';
import { TurnView } from './TurnView.tsx';
import { Words } from './Words.tsx';

export function Thread({ desk, talk }: { desk: Desk; talk: Talk }): VNode {
  const scroller = useRef<HTMLDivElement>(null);
  const turns = talk.turns.value;
  useArriving(scroller, turns.at(-1));
  const empty = turns.length === 0 && !talk.loading.value && !talk.trouble.value;
  return (
    <div class="thread" ref={scroller} tabIndex={-1}>
      <div class="column">
        {talk.earlier.value && (
          <button type="button" class="quiet" onClick={() => void talk.loadEarlier()}>
            Show what was said before
          </button>
        )}
        {talk.loading.value && turns.length === 0 && <p class="hint">Loading …</p>}
        {talk.trouble.value && (
          <p class="note note-failed" role="alert">
            <Words text={talk.trouble.value} />
          </p>
        )}
        {empty && <Starters ask={(question) => void talk.ask(question)} />}
        {turns.map((turn) => (
          <TurnView
            key={turn}
            turn={turn}
            price={desk.price.value}
            again={(question) => void talk.ask(question)}
          />
        ))}
      </div>
    </div>
  );
}

/** A question that was just asked goes to the top, its answer below it; else the end is shown. */
function useArriving(scroller: { current: HTMLDivElement | null }, last: Turn | undefined): void {
  useEffect(() => {
    const box = scroller.current;
    const fresh = last && !last.over ? box?.querySelector('.turn:last-of-type') : null;
    if (fresh) fresh.scrollIntoView({ block: 'start' });
    else if (last) box?.scrollTo({ top: box.scrollHeight });
  }, [last]);
}
