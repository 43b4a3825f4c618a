/** Light or dark: as the system is, until the person chooses. */

import { effect, signal } from '@preact/signals';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'awsops-theme';

export class ThemeChoice {
  readonly theme = signal<Theme>('system');

  constructor(storage: Storage, root: HTMLElement) {
    this.theme.value = THEMES.find((theme) => theme === storage.getItem(KEY)) ?? 'system';
    effect(() => {
      root.dataset['theme'] = this.theme.value;
      storage.setItem(KEY, this.theme.value);
    });
  }

  /** Go on to the next one. */
  turn(): void {
    const next = (THEMES.indexOf(this.theme.value) + 1) % THEMES.length;
    this.theme.value = THEMES[next] ?? 'system';
  }
}
