import { describe, expect, it } from 'vitest';

import { FailingMinutes } from '../../src/app/failing-minutes.js';
import { type TallySums, VALID, newTallySums } from '../../src/app/tally-sums.js';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';

const FAILED: TallySums = newTallySums(1).fill(1, VALID, VALID + 1);
const WELL: TallySums = newTallySums(1);

function minute(startMinute: number) {
  return { fromMs: startMinute * MINUTE_MS, toMs: (startMinute + 1) * MINUTE_MS };
}

const FIRST_HOUR = { fromMs: 0, toMs: HOUR_MS };
const SECOND_HOUR = { fromMs: HOUR_MS, toMs: 2 * HOUR_MS };

describe('FailingMinutes', () => {
  it('says no without failures and with failures in one minute only', () => {
    const failing = new FailingMinutes(1);
    failing.add(minute(1), WELL);
    expect(failing.failedTwiceSince(0, 0)).toBe(false);
    failing.add(minute(2), FAILED);
    expect(failing.failedTwiceSince(0, 0)).toBe(false);
  });

  it('says yes from the second latest failing minute back', () => {
    const failing = new FailingMinutes(1);
    for (const start of [1, 5, 9]) failing.add(minute(start), FAILED);
    expect(failing.failedTwiceSince(0, 5 * MINUTE_MS)).toBe(true);
    expect(failing.failedTwiceSince(0, 6 * MINUTE_MS)).toBe(false);
    expect(failing.failedTwiceSince(0, 10 * MINUTE_MS)).toBe(false);
  });

  it('keeps the two latest, whatever comes after them', () => {
    const failing = new FailingMinutes(1);
    for (const start of [5, 9, 1]) failing.add(minute(start), FAILED);
    expect(failing.failedTwiceSince(0, 5 * MINUTE_MS)).toBe(true);
    failing.add(minute(7), FAILED);
    expect(failing.failedTwiceSince(0, 7 * MINUTE_MS)).toBe(true);
    expect(failing.failedTwiceSince(0, 8 * MINUTE_MS)).toBe(false);
  });

  it('knows that two hours with failures hold two minutes, without looking into them', () => {
    const failing = new FailingMinutes(1);
    failing.add(FIRST_HOUR, FAILED);
    failing.add(SECOND_HOUR, FAILED);
    expect(failing.failedTwiceSince(0, 0)).toBe(true);
  });

  it('asks for the hour on which the answer hangs', () => {
    const failing = new FailingMinutes(1);
    failing.add(FIRST_HOUR, FAILED);
    expect(failing.failedTwiceSince(0, 0)).toEqual(FIRST_HOUR);
    failing.add(minute(70), FAILED);
    // The window begins in the middle of the hour: only some of its failures may lie within.
    expect(failing.failedTwiceSince(0, 30 * MINUTE_MS)).toEqual(FIRST_HOUR);
    expect(failing.failedTwiceSince(0, HOUR_MS)).toBe(false);
    expect(failing.failedTwiceSince(0, 0)).toBe(true);
  });

  it('answers by the minutes it is told', () => {
    const failing = new FailingMinutes(1);
    failing.add(FIRST_HOUR, FAILED);
    expect(failing.holding(FIRST_HOUR)).toEqual([0]);
    const copy = failing.copy();
    failing.refine(0, FIRST_HOUR, [10 * MINUTE_MS]);
    expect(failing.holding(FIRST_HOUR)).toEqual([]);
    expect(failing.failedTwiceSince(0, 0)).toBe(false);
    copy.refine(0, FIRST_HOUR, [5 * MINUTE_MS, 10 * MINUTE_MS, 40 * MINUTE_MS]);
    expect(copy.failedTwiceSince(0, 10 * MINUTE_MS)).toBe(true);
    expect(copy.failedTwiceSince(0, 11 * MINUTE_MS)).toBe(false);
  });

  it('keeps a later stretch beside the minutes of an earlier one', () => {
    const failing = new FailingMinutes(1);
    failing.add(FIRST_HOUR, FAILED);
    failing.add(minute(70), FAILED);
    failing.refine(0, FIRST_HOUR, [40 * MINUTE_MS]);
    expect(failing.failedTwiceSince(0, 40 * MINUTE_MS)).toBe(true);
    expect(failing.failedTwiceSince(0, 41 * MINUTE_MS)).toBe(false);
  });

  it('takes an hour whose minutes are gone for failing all over', () => {
    const failing = new FailingMinutes(1);
    failing.add(FIRST_HOUR, FAILED);
    failing.refine(0, FIRST_HOUR, []);
    expect(failing.failedTwiceSince(0, 0)).toBe(true);
  });
});
