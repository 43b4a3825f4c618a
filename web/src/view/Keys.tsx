/** The keys, as a dialog. */

import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

const KEYS: readonly (readonly [string, string])[] = [
  ['Enter', 'Ask'],
  ['Shift Enter', 'A new line in the question'],
  ['Escape', 'Stop the answer; close what is open'],
  ['/', 'Search the conversations'],
  ['n', 'A new question'],
  ['q', 'Go to the question'],
  ['←  →', 'In a chart: the period before, the next one'],
  ['?', 'This list'],
];

export function Keys({ open, close }: { open: boolean; close: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {KEYS.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button class="primary">Close</button>
      </form>
    </dialog>
  );
}
