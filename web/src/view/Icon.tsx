/** Small line drawings; what they mean is said in words beside them. */

import type { VNode } from 'preact';

const PATHS = {
  plus: 'M8 3v10M3 8h10',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14',
  pencil: 'M3 13l.7-3L11 2.7 13.3 5 6 12.3 3 13z',
  bin: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M6.8 7v3.7M9.2 7v3.7',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  cross: 'M4 4l8 8M12 4l-8 8',
  up: 'M8 13V3.5M4 7.5l4-4 4 4',
  square: 'M4.5 4.5h7v7h-7z',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  alert: 'M8 2.2 14.3 13H1.7L8 2.2zM8 6.5v3.2M8 11.2v.6',
  chevron: 'M6 4l4 4-4 4',
  down: 'M8 3v8M4.5 7.8 8 11.2l3.5-3.4M3 13.5h10',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  again: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.2v2.9h-2.9',
  system: 'M2.5 3.5h11v7.5h-11zM6 13.5h4M8 11v2.5',
  light:
    'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  dark: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z',
  keyboard: 'M1.8 4h12.4v8H1.8zM4 6.5h.8M7.6 6.5h.8M11.2 6.5h.8M5 9.6h6',
  sorted: 'M8 12.5v-9M4.8 6.7 8 3.5l3.2 3.2',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): VNode {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
