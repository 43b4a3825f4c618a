/** Numbers, money and time in words that a person reads at a glance. */

const LOCALE = 'en-US';
const WHOLE = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const FINE = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 4 });
const DOLLARS = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD' });
const SMALL_DOLLARS = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 4,
});
const SHORT = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });

export function quantity(value: number): string {
  return (Number.isInteger(value) ? WHOLE : FINE).format(value);
}

/** US dollars; fractions of a cent are shown where there are no whole ones. */
export function dollars(value: number): string {
  return (value !== 0 && Math.abs(value) < 0.1 ? SMALL_DOLLARS : DOLLARS).format(value);
}

/** For the ticks of an axis. */
export function short(value: number): string {
  return SHORT.format(value);
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${quantity(count)} ${count === 1 ? one : many}`;
}
