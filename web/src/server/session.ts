/**
 * This browser's half of the session. The other half is a cookie that no script reads.
 *
 * The key is kept per origin, port included, so another server on 127.0.0.1 never sees it; all tabs
 * of this one share it.
 */

const KEY = 'awsops-key';
const CODE = /^#code=([\w-]+)$/;

export class Session {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** What goes with each request; empty before the session is open. */
  get key(): string {
    return this.#storage.getItem(KEY) ?? '';
  }

  keep(key: string): void {
    this.#storage.setItem(KEY, key);
  }
}

/** Whether the address brings a one-time code. */
export function hasCode(location: Location): boolean {
  return CODE.test(location.hash);
}

/** Take the one-time code out of the address, so that it stays in no history. */
export function takeCode(location: Location, history: History): string | null {
  const code = CODE.exec(location.hash)?.[1] ?? null;
  if (code !== null) history.replaceState(null, '', location.pathname);
  return code;
}
