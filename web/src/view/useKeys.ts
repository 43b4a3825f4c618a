/** The keys that work everywhere on the page. */

import { useEffect } from 'preact/hooks';

import type { Desk } from '../state/desk.ts';

export function useKeys(desk: Desk, help: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.key === 'Escape') return escape(desk);
      const act = isWriting(event.target) ? undefined : ACTS[event.key];
      if (!act) return;
      event.preventDefault();
      act(desk, help);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [desk]);
}

const ACTS: Readonly<Record<string, (desk: Desk, help: () => void) => void>> = {
  '/': (desk) => {
    desk.drawer.value = true;
    focus('search');
  },
  n: (desk) => {
    desk.go({ kind: 'new' });
    focus('question');
  },
  q: () => focus('question'),
  '?': (_, help) => help(),
};

function escape(desk: Desk): void {
  if (document.querySelector('dialog[open]')) return;
  if (desk.drawer.value) desk.drawer.value = false;
  else if (desk.talk.value.running.value) void desk.talk.value.stop();
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function focus(id: string): void {
  // What has just been opened can be focused after it is drawn.
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
