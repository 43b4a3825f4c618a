/** The top of the page: which conversation, which environment, which colours. */

import type { VNode } from 'preact';

import type { Desk } from '../state/desk.ts';
import { Icon } from './Icon.tsx';
import { Words } from './Words.tsx';

export function Header({ desk, help }: { desk: Desk; help: () => void }): VNode {
  const id = desk.talk.value.id.value;
  const head = desk.shelf.find(id) ?? desk.talk.value.head.value;
  const theme = desk.theme.theme.value;
  const environment = desk.environment.value;
  return (
    <header class="top">
      <button
        type="button"
        class="quiet only-narrow"
        aria-label="Conversations"
        aria-expanded={desk.drawer.value}
        aria-controls="shelf"
        onClick={() => (desk.drawer.value = !desk.drawer.value)}
      >
        <Icon name={desk.drawer.value ? 'cross' : 'menu'} />
      </button>
      <h1>
        <Words text={id && head ? head.title : 'AWS Operations Agent'} />
      </h1>
      {environment && (
        <span class={environment === 'prod' ? 'badge prod' : 'badge'}>
          <span class="unseen">environment </span>
          {environment}
        </span>
      )}
      <button type="button" class="quiet" aria-label="Keys" onClick={help}>
        <Icon name="keyboard" />
      </button>
      <button
        type="button"
        class="quiet"
        aria-label={`Colours: ${theme}. Change`}
        onClick={() => desk.theme.turn()}
      >
        <Icon name={theme} />
      </button>
    </header>
  );
}
