/** What stands in the way of everything: the server is gone, or does not know this browser. */

import type { VNode } from 'preact';

import type { Condition } from '../server/server.ts';
import { Icon } from './Icon.tsx';

export function Banner({
  condition,
  spent,
}: {
  condition: Condition;
  spent: string;
}): VNode | null {
  if (condition === 'ready') return null;
  return (
    <div class="banner" role="alert">
      <Icon name="alert" />
      {condition === 'gone' ? (
        <span>
          <strong>awsops web does not answer.</strong> Start it again in a terminal with{' '}
          <code>awsops web</code>; this page goes on by itself then.
        </span>
      ) : (
        <span>
          <strong>{spent || 'This browser has no session.'}</strong> Run <code>awsops web</code> and
          open the address that it prints; this page goes on by itself then.
        </span>
      )}
    </div>
  );
}
