/** What an answer took: time, tokens and what they cost; and what can be done with it. */

import type { VNode } from 'preact';

import type { Usage } from '../server/events.ts';
import type { Price } from '../state/desk.ts';
import type { Turn } from '../state/turn.ts';
import { dollars, quantity } from '../text/quantity.ts';
import { CopyButton } from './CopyButton.tsx';
import { Icon } from './Icon.tsx';

const MILLION = 1_000_000;

interface Props {
  readonly turn: Turn;
  readonly price: Price;
  readonly again: (question: string) => void;
}

export function TurnFoot({ turn, price, again }: Props): VNode {
  const usage = turn.usage.value;
  const seconds = turn.seconds.value;
  const facts = [
    seconds === null ? '' : `${seconds.toFixed(1)} s`,
    ...(usage ? tokens(usage) : []),
  ].filter(Boolean);
  return (
    <footer class="turn-foot">
      <span class="facts">
        {facts.join(' · ')}
        {usage && (
          <span title="Estimated from the tokens and the prices of your configuration.">
            {' '}
            · ≈ {dollars(cost(usage, price))}
          </span>
        )}
      </span>
      <span class="actions">
        {turn.text && <CopyButton text={() => turn.text} what="answer" />}
        <button type="button" class="quiet" onClick={() => again(turn.question)}>
          <Icon name="again" />
          Ask again
        </button>
      </span>
    </footer>
  );
}

function tokens(usage: Usage): string[] {
  const read = usage.input + usage.cacheRead;
  const share = read ? Math.round((usage.cacheRead / read) * 100) : 0;
  return [
    `${quantity(read)} tokens in${share ? ` (${share} % cached)` : ''}`,
    `${quantity(usage.output)} out`,
  ];
}

function cost(usage: Usage, price: Price): number {
  const spent =
    usage.input * price.input + usage.output * price.output + usage.cacheRead * price.cacheRead;
  return spent / MILLION;
}
