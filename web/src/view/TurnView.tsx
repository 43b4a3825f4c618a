/** A question and its answer. */

import type { VNode } from 'preact';

import type { Price } from '../state/desk.ts';
import type { Part, Turn } from '../state/turn.ts';
import { Icon } from './Icon.tsx';
import { ProseView } from './ProseView.tsx';
import { ToolCard } from './ToolCard.tsx';
import { TurnFoot } from './TurnFoot.tsx';
import { Words } from './Words.tsx';

interface Props {
  readonly turn: Turn;
  readonly price: Price;
  readonly again: (question: string) => void;
}

const NOTES: Readonly<Record<string, string>> = {
  elsewhere: 'This is being answered in another window or program.',
  stopped: 'Stopped. What was written is kept.',
  interrupted: 'The answer was interrupted. Ask again to have it.',
  max_tokens: 'The answer reached its longest length. Ask on to have the rest.',
  model_calls: 'The answer took as many steps as one may. Ask for less at once.',
};

export function TurnView({ turn, price, again }: Props): VNode {
  const parts = turn.parts.value;
  const status = turn.status.value;
  const note = turn.note.value || NOTES[status] || NOTES[turn.stopReason.value] || '';
  return (
    <article class={turn.fresh ? 'turn fresh' : 'turn'} aria-busy={!turn.over}>
      <h2 class="question">
        <Words text={turn.question} />
      </h2>
      {parts.map((part, i) => (
        <PartView key={i} part={part} alone={isAlone(part, parts, turn.over)} />
      ))}
      {!turn.over && !isTool(parts.at(-1)) && <Waiting turn={turn} />}
      {note && (
        <p class={`note note-${status}`} role={status === 'failed' ? 'alert' : undefined}>
          <Icon name="alert" />
          <Words text={note} />
        </p>
      )}
      {turn.over && <TurnFoot turn={turn} price={price} again={again} />}
    </article>
  );
}

function PartView({ part, alone }: { part: Part; alone: boolean }): VNode {
  return part.kind === 'tool' ? (
    <ToolCard call={part} alone={alone} />
  ) : (
    <ProseView prose={part.prose} />
  );
}

/** The last result of an answer that shows no table of its own. */
function isAlone(part: Part, parts: readonly Part[], over: boolean): boolean {
  if (!over || part !== parts.findLast(isTool)) return false;
  return !parts.some((each) => each.kind === 'prose' && each.prose.hasTable);
}

function isTool(part: Part | undefined): boolean {
  return part?.kind === 'tool';
}

function Waiting({ turn }: { turn: Turn }): VNode | null {
  if (turn.note.value) return null;
  const words = turn.stopping.value ? 'Stopping' : turn.parts.value.length ? '' : 'Thinking';
  return (
    <p class="waiting">
      <span class="caret" aria-hidden="true" />
      {words}
    </p>
  );
}
