/** Forward and back through the pages of a result. */

import type { VNode } from 'preact';

import { Icon } from './Icon.tsx';

interface Props {
  readonly page: number;
  readonly pages: number;
  readonly go: (page: number) => void;
}

export function Pager({ page, pages, go }: Props): VNode | null {
  if (pages < 2) return null;
  return (
    <nav class="pager" aria-label="Pages of the result">
      <button
        type="button"
        class="quiet"
        aria-label="Page before"
        disabled={page === 0}
        onClick={() => go(page - 1)}
      >
        <Icon name="chevron" />
      </button>
      <span role="status">
        {page + 1} of {pages}
      </span>
      <button
        type="button"
        class="quiet"
        aria-label="Next page"
        disabled={page >= pages - 1}
        onClick={() => go(page + 1)}
      >
        <Icon name="chevron" />
      </button>
    </nav>
  );
}
