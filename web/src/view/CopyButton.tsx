/** A button that copies text, and says that it did. */

import type { VNode } from 'preact';
import { useState } from 'preact/hooks';

import { Icon } from './Icon.tsx';

const SAID_MS = 1500;

interface Props {
  readonly text: () => string;
  /** What is copied, for those who do not see the picture. */
  readonly what: string;
}

export function CopyButton({ text, what }: Props): VNode {
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text());
    setDone(true);
    setTimeout(() => setDone(false), SAID_MS);
  };
  return (
    <button type="button" class="quiet" onClick={() => void copy()} aria-label={`Copy the ${what}`}>
      <Icon name={done ? 'check' : 'copy'} />
      <span aria-hidden="true">{done ? 'Copied' : 'Copy'}</span>
    </button>
  );
}
