/**
 * An answer in Markdown that arrives in pieces.
 *
 * Blocks that nothing can change any more are lexed once and kept; only the last one is lexed again
 * as it grows. No HTML is ever made of it: `view/Markdown` turns tokens into elements.
 */

import { signal, type ReadonlySignal } from '@preact/signals';
import { lexer, type Token } from 'marked';

/** What is shown: whole blocks, and those that are still open. */
export interface Blocks {
  readonly whole: readonly Token[];
  readonly open: readonly Token[];
}

// An open block longer than this is lexed only when it has grown by a tenth, which bounds the work.
const LONG = 20_000;

/** Runs something a little later; handed in, because tests have their own time. */
export type Later = (run: () => void) => void;

export class Prose {
  readonly #blocks = signal<Blocks>({ whole: [], open: [] });
  readonly #later: Later;
  #whole: Token[] = [];
  #rest = '';
  #lexAgainAt = 0;
  #due = false;
  #text = '';

  constructor(later: Later) {
    this.#later = later;
  }

  get blocks(): ReadonlySignal<Blocks> {
    return this.#blocks;
  }

  /** All of it, as it came. */
  get text(): string {
    return this.#text;
  }

  /** Whether it holds a table, as far as it is lexed. */
  get hasTable(): boolean {
    const { whole, open } = this.#blocks.value;
    return [...whole, ...open].some((token) => token.type === 'table');
  }

  feed(piece: string): void {
    this.#text += piece;
    this.#rest += piece;
    if (this.#due) return;
    this.#due = true;
    this.#later(() => {
      this.#due = false;
      if (this.#rest.length >= this.#lexAgainAt) this.#lex();
    });
  }

  /** Show what is left: nothing more will come. */
  finish(): void {
    this.#lex();
  }

  #lex(): void {
    // How a line is read may change as long as it is not whole: `-` begins a list, `--` a rule.
    const lines = this.#rest.lastIndexOf('\n') + 1;
    const tokens = lexer(this.#rest.slice(0, lines));
    const last = tokens.findLastIndex((token) => token.type !== 'space');
    if (last > 0) {
      const open = tokens.slice(last).map((token) => token.raw);
      this.#whole = this.#whole.concat(tokens.slice(0, last));
      this.#rest = open.join('') + this.#rest.slice(lines);
    }
    this.#lexAgainAt = this.#rest.length > LONG ? this.#rest.length * 1.1 : 0;
    this.#blocks.value = { whole: this.#whole, open: lexer(this.#rest) };
  }
}
