/** Periods of a series, as short as they can be told apart. */

const MONTH = /^\d{4}-\d\d(-01)?$/;

/** A period without what all of them share: months need no day, days and hours no year. */
export function periodLabel(periods: readonly string[], at: number): string {
  const period = periods[at] ?? '';
  // The first month may be one that begins in its middle.
  const whole = periods.length > 2 ? periods.slice(1) : periods;
  if (whole.every((each) => MONTH.test(each))) return period.slice(0, 7);
  const oneDay = new Set(periods.map((each) => each.slice(0, 10))).size === 1;
  return oneDay ? period.slice(11) : period.slice(5);
}

/** From the first to the last one. */
export function span(periods: readonly string[]): string {
  return `${periodLabel(periods, 0)} to ${periodLabel(periods, periods.length - 1)}`;
}
