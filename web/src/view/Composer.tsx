/** Where a question is written; while an answer comes, where it is stopped. */

import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { Talk } from '../state/talk.ts';
import { Icon } from './Icon.tsx';

/** The agent counts bytes, at most 64 KiB of them. */
const LONGEST = 65_536;
const TALLEST = 220;

export function Composer({ talk }: { talk: Talk }): VNode {
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  const running = talk.running.value;
  useEffect(() => {
    // On a phone this would bring up the keyboard before anything is read.
    if (matchMedia('(hover: hover)').matches) box.current?.focus();
  }, [talk]);
  useEffect(() => fit(box.current), [text]);
  const bytes = new TextEncoder().encode(text).length;
  const send = (): void => {
    if (!text.trim() || running || bytes > LONGEST) return;
    void talk.ask(text.trim());
    setText('');
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="unseen" for="question">
        Your question
      </label>
      <textarea
        id="question"
        ref={box}
        rows={1}
        value={text}
        placeholder="Ask about your AWS account"
        aria-describedby="composer-hint"
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      {running ? (
        <button
          type="button"
          class="stop"
          onClick={() => void talk.stop()}
          disabled={running.stopping.value}
        >
          <Icon name="square" />
          <span>Stop</span>
        </button>
      ) : (
        <button type="submit" class="primary" disabled={!text.trim() || bytes > LONGEST}>
          <Icon name="up" />
          <span>Ask</span>
        </button>
      )}
      <p id="composer-hint" class={bytes > LONGEST ? 'hint bad' : 'unseen'}>
        {bytes > LONGEST
          ? 'This is too long: at most 64 KiB can be asked.'
          : 'Enter asks, Shift and Enter begin a new line, Escape stops an answer.'}
      </p>
    </form>
  );
}

/** As tall as what is written, up to a bound. */
function fit(box: HTMLTextAreaElement | null): void {
  if (!box) return;
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, TALLEST)}px`;
}
