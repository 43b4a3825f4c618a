/** The server on loopback behind this page: calls with the session's key, and whether it is there. */

import { effect, signal } from '@preact/signals';

import { isRecord, text } from './json.ts';
import type { Session } from './session.ts';

/** `gone`: nothing answers. `locked`: it answers, but this browser has no session with it. */
export type Condition = 'ready' | 'gone' | 'locked';

/** A request that was refused or not answered; the message says what to do next. */
export class ServerError extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, retryable: boolean) {
    super(message);
    this.code = code;
    this.retryable = retryable;
  }
}

const GONE = 'awsops web does not answer. Start it again in the terminal: awsops web';
const POLL_MS = 1500;

export class Server {
  readonly condition = signal<Condition>('ready');
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Open the session with the one-time code. */
  async enter(code: string): Promise<void> {
    const answer = await this.call('POST', '/api/session', { code });
    this.#session.keep(text(isRecord(answer) ? answer['key'] : ''));
  }

  /** Send a request, and return the JSON that comes back. */
  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.open(method, path, body);
    return this.#orGone(() => response.json());
  }

  /** Send a request, and return the open answer; `left` ends it from this side. */
  async open(
    method: string,
    path: string,
    body?: unknown,
    left: AbortSignal | null = null,
  ): Promise<Response> {
    const headers: Record<string, string> = { 'x-awsops-key': this.#session.key };
    const init: RequestInit = { method, headers, signal: left };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(body);
    }
    const response = await this.#orGone(() => fetch(path, init));
    this.#become(response.status === 401 ? 'locked' : 'ready');
    if (!response.ok) throw refusal(await response.json().catch(() => null), response.status);
    return response;
  }

  /** Say that an answer broke off. */
  lost(): ServerError {
    this.#become('gone');
    return new ServerError('gone', GONE, true);
  }

  /** Wait until it answers this browser. */
  back(): Promise<void> {
    return new Promise((resolve) => {
      const dispose = effect(() => {
        if (this.condition.value === 'ready') queueMicrotask(() => (dispose(), resolve()));
      });
    });
  }

  #become(condition: Condition): void {
    const before = this.condition.peek();
    this.condition.value = condition;
    if (before === 'ready' && condition !== 'ready') setTimeout(() => this.#poll(), POLL_MS);
  }

  #poll(): void {
    this.call('GET', '/api/about').catch(() => setTimeout(() => this.#poll(), POLL_MS));
  }

  async #orGone<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      // What `fetch` throws where there is no answer, or a broken one.
      if (error instanceof TypeError || error instanceof SyntaxError) throw this.lost();
      throw error;
    }
  }
}

function refusal(body: unknown, status: number): ServerError {
  const said = isRecord(body) ? body : {};
  const message = text(said['message']) || `The server refused this (${status}).`;
  return new ServerError(text(said['code']) || 'failed', message, said['retryable'] === true);
}
