import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/clock.js';
import { tidy } from '../slo/tidy.js';

/** `63`, `3,600`; parts of whole numbers to three decimals. */
export function countWords(count: number): string {
  return COUNT.format(count);
}

/** A share for people: `6.1 %`, `0.04 %`, `112 %`. Never rounded to 0 or to 100 that it is not. */
export function percentWords(share: number): string {
  const percent = share * 100;
  const tenths = Number(percent.toFixed(1));
  if (tenths === 0) return `${grouped(firstDigit(percent))} %`;
  if (tenths === 100) return `${grouped(tidy(100 - firstDigit(100 - percent)))} %`;
  return `${grouped(tenths)} %`;
}

function firstDigit(value: number): number {
  return Number(value.toPrecision(1));
}

/** How many times the rate: three significant digits. */
export function rateWords(rate: number): string {
  return grouped(rounded(rate, rate >= 100 ? 4 : 3));
}

/** A threshold with as many digits as anybody writes: `13.44`, `0.9333`. */
export function thresholdWords(threshold: number): string {
  return String(Number(threshold.toPrecision(4)));
}

/** Rates and a threshold for one sentence: `0.9336` and `0.9333`, where fewer digits would not show which is more. */
export function besideWords(threshold: number, rates: readonly (number | null)[]): BesideWords {
  const digits = rates.map((rate) => (rate === null ? 0 : distinctDigits(rate, threshold)));
  return {
    threshold: String(rounded(threshold, Math.max(4, ...digits))),
    rates: rates.map((rate, i) => (rate === null ? null : grouped(rounded(rate, digits[i] ?? 0)))),
  };
}

export interface BesideWords {
  readonly threshold: string;
  readonly rates: readonly (string | null)[];
}

/** Figures are tidied to so many digits: more tell nothing. */
const MOST_DIGITS = 12;

/** With how many digits of both a rate shows to be more or less than a threshold, or equal to it. */
function distinctDigits(rate: number, threshold: number): number {
  const order = Math.sign(rate - threshold);
  let digits = rate >= 100 ? 4 : 3;
  const isShown = (places: number): boolean => Math.sign(rounded(rate, digits) - rounded(threshold, places)) === order;
  while (digits < MOST_DIGITS && !(isShown(digits) && isShown(Math.max(4, digits)))) digits++;
  return digits;
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** A length of time in its two largest units: `1 h`, `1 h 12 m`, `3 d 4 h`, `40 s`. */
export function lengthWords(lengthMs: number): string {
  let restMs = lengthMs < MINUTE_MS ? lengthMs : Math.round(lengthMs / SECOND_MS) * SECOND_MS;
  const parts: string[] = [];
  for (const [unit, unitMs] of UNITS) {
    const many = Math.floor(restMs / unitMs);
    restMs -= many * unitMs;
    if (many > 0) parts.push(`${String(many)} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? 'less than 1 s' : parts.join(' ');
}

/** The same, never more than it is: what has not yet lasted a minute is not told as one. */
export function elapsedWords(lengthMs: number): string {
  return lengthWords(Math.floor(lengthMs / SECOND_MS) * SECOND_MS);
}

/** An instant in UTC to the minute: `3 Dec 14:00 UTC`, with the year where it is not that of `nowMs`. */
export function instantWords(timeMs: number, nowMs: number): string {
  const time = new Date(timeMs);
  const year = time.getUTCFullYear() === new Date(nowMs).getUTCFullYear() ? '' : ` ${String(time.getUTCFullYear())}`;
  const clock = time.toISOString().slice(11, 16);
  return `${String(time.getUTCDate())} ${MONTHS[time.getUTCMonth()] ?? ''}${year} ${clock} UTC`;
}

const FIGURE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 12 });
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

const UNITS: readonly (readonly [string, number])[] = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', MINUTE_MS],
  ['s', SECOND_MS],
];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function grouped(value: number): string {
  return FIGURE.format(value);
}
