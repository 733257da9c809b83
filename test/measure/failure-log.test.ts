import { describe, expect, it } from 'vitest';

import type { FailureEvidence } from '../../src/domain/failure-evidence.js';
import type { Outcome } from '../../src/domain/outcome.js';
import { FailureLog, type LoggedFailure } from '../../src/measure/failure-log.js';

const series = (resolver: string) => ({ vantage: 'lab', probe: 'public', resolver, query: 'www' });

/** Evidence that is only told from others by its number. */
function numbered(number: number, outcome: Outcome = 'timeout'): LoggedFailure {
  const make = (): FailureEvidence => ({ byteCount: number }) as FailureEvidence;
  return { outcome, scheduledAtMs: 1_000 + number, make };
}

describe('FailureLog', () => {
  it('keeps the first and the latest of each series, and counts the others', () => {
    const log = new FailureLog();
    const [one, two] = [series('ns1'), series('ns2')];
    for (let i = 0; i < 100; i++) log.add(one, numbered(i));
    log.add(two, numbered(500));
    const { failures, losses } = log.take();
    expect(failures.map(({ byteCount }) => byteCount)).toEqual([0, 1, 2, 95, 96, 97, 98, 99, 500]);
    expect(losses).toEqual([{ series: one, outcome: 'timeout', pushedOut: 92, expired: 0, lastMs: 1_094 }]);
    expect(log.take()).toEqual({ failures: [], losses: [] });
  });

  it('keeps some of each outcome', () => {
    const log = new FailureLog();
    const of = series('ns1');
    log.add(of, numbered(0, 'wrong_rcode'));
    for (let i = 1; i < 100; i++) log.add(of, numbered(i));
    expect(log.take().failures.map(({ byteCount }) => byteCount)).toEqual([0, 1, 2, 3, 96, 97, 98, 99]);
  });

  it('keeps no more than 256 in all, and something of every series as long as that goes', () => {
    const log = new FailureLog();
    const all = Array.from({ length: 200 }, (_, i) => series(`ns${String(i)}`));
    for (let round = 0; round < 8; round++) all.forEach((of, i) => log.add(of, numbered(i)));
    const kept = log.take().failures.map(({ byteCount }) => byteCount);
    expect(kept.length).toBe(256);
    expect(new Set(kept).size).toBe(200);
  });

  it('favours no series where there are too many of them', () => {
    const told = new Set<number | null>();
    const log = new FailureLog();
    const all = Array.from({ length: 512 }, (_, i) => series(`ns${String(i)}`));
    for (let batch = 0; batch < 20; batch++) {
      all.forEach((of, i) => log.add(of, numbered(i)));
      for (const { byteCount } of log.take().failures) told.add(byteCount);
    }
    expect(told.size).toBeGreaterThan(500);
  });

  it('puts together only what is told', () => {
    const log = new FailureLog();
    let made = 0;
    const of = series('ns1');
    const make = (): FailureEvidence => {
      made++;
      return numbered(0).make();
    };
    for (let i = 0; i < 1_000; i++) log.add(of, { ...numbered(i), make });
    expect(made).toBe(0);
    log.take();
    expect(made).toBe(8);
  });
});
