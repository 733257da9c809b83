import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/clock.js';
import { tidy } from '../slo/tidy.js';

/** `63`, `3,600`; parts of whole numbers to three decimals. */
export function countWords(count: number): string {
  return COUNT.format(count);
}

/** A share for people: `6.1 %`, `0.04 %`, `112 %`. Never rounded to 0 or to 100 that it is not. */
export function percentWords(share: number): string {
  const percent = share * 100;
  const rounded = Number(percent.toFixed(1));
  if (rounded === 0) return `${grouped(firstDigit(percent))} %`;
  if (rounded === 100) return `${grouped(tidy(100 - firstDigit(100 - percent)))} %`;
  return `${grouped(rounded)} %`;
}

function firstDigit(value: number): number {
  return Number(value.toPrecision(1));
}

/** How many times the rate: three significant digits. */
export function rateWords(rate: number): string {
  return grouped(Number(rate.toPrecision(rate >= 100 ? 4 : 3)));
}

/** A threshold with as many digits as anybody writes: `13.44`, `0.9333`. */
export function thresholdWords(threshold: number): string {
  return String(Number(threshold.toPrecision(4)));
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

/** An instant in UTC to the minute: `3 Dec 14:00 UTC`, with the year where it is not that of `nowMs`. */
export function instantWords(timeMs: number, nowMs: number): string {
  const time = new Date(timeMs);
  const year = time.getUTCFullYear() === new Date(nowMs).getUTCFullYear() ? '' : ` ${String(time.getUTCFullYear())}`;
  const clock = time.toISOString().slice(11, 16);
  return `${String(time.getUTCDate())} ${MONTHS[time.getUTCMonth()] ?? ''}${year} ${clock} UTC`;
}

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

const UNITS: readonly (readonly [string, number])[] = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', MINUTE_MS],
  ['s', SECOND_MS],
];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function grouped(value: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 12 }).format(value);
}
