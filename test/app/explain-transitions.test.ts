import { describe, expect, it } from 'vitest';

import { Evaluator, type EvaluatorDeps } from '../../src/app/evaluator.js';
import type { AlertLogEntry } from '../../src/domain/alert-evidence.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import type { FailureEvidence } from '../../src/domain/failure-evidence.js';
import { failureAt } from '../support/failure-samples.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const START_MS = Date.parse('2026-10-20T12:00:00Z');

/** A history of good minutes that ends at `START_MS`, and an evaluator of it. */
function daemon(changes: Partial<EvaluatorDeps> = {}) {
  const history = new MemoryHistory();
  for (let ago = 1; ago <= 90; ago++)
    for (const name of ['ns1', 'ns2'])
      history.add(series(name), START_MS - ago * MINUTE_MS, [{ outcome: 'answered', count: 30, rttUs: 900 }]);
  const deps = { history, alertStates: new MemoryAlertStates(), slos: [slo()], roundMsOf: () => 2000, ...changes };
  const evaluator = new Evaluator(deps);
  const after = async (minutes: number): Promise<readonly AlertLogEntry[]> =>
    (await evaluator.evaluate(START_MS + minutes * MINUTE_MS, START_MS)).transitions;
  return { history, evaluator, after };
}

function entryOf(entries: readonly AlertLogEntry[], alert: string): AlertLogEntry {
  const found = entries.find((entry) => entry.alert === alert);
  if (found === undefined)
    throw new Error(`a change of ${alert} is required, found ${entries.map((e) => e.alert).join()}`);
  return found;
}

function servfail(atMs: number, rcode = 'SERVFAIL'): FailureEvidence {
  return failureAt(atMs, { series: series('ns1'), reply: { rcode, flags: [], answerCount: 0, nsid: null, ede: [] } });
}

describe('Evaluator', () => {
  it('explains an alert by what counted: by resolver and outcome, adding up to all that failed', async () => {
    const kept = Array.from({ length: 11 }, (_, i) => servfail(START_MS + i));
    const { history, after } = daemon({ failures: { failures: () => Promise.resolve(kept) } });
    history.add(series('ns2'), START_MS, [{ outcome: 'timeout', count: 26 }]);
    history.add(series('ns2'), START_MS + MINUTE_MS, [{ outcome: 'timeout', count: 26 }]);
    history.add(series('ns1'), START_MS + MINUTE_MS, [{ outcome: 'wrong_rcode', count: 11, rttUs: 5 }]);
    history.add(series('ns1'), START_MS + MINUTE_MS, [{ outcome: 'prober_error', count: 7 }]);
    const { explanation, evidence, ...entry } = entryOf(await after(2), 'fast-burn');
    expect(entry).toEqual({
      slo: 'availability',
      alert: 'fast-burn',
      severity: 'page',
      from: 'ok',
      to: 'firing',
      atMs: START_MS + 2 * MINUTE_MS,
    });
    // 58 good minutes of 60 attempts lie in the hour, and 63 that failed.
    expect(explanation).toMatch(
      /^63 of 3,543 attempts failed in 1 h: 52 timeouts at ns2, 11 SERVFAIL at ns1: 17.8 × the budget rate, 259.3 × over the last 5 m \(fires above 13.44\), 1,153.2 % of the 28d budget gone$/,
    );
    if (evidence.rule.kind !== 'burn-rate' || !('failures' in evidence))
      throw new Error('burn-rate evidence is required');
    const { valid, good } = evidence.long.attempts;
    expect((evidence.failures ?? []).reduce((sum, { count }) => sum + count, 0)).toBe(valid - good);
  });

  it.each([
    ['only the latest are kept', [servfail(START_MS)], '60 wrong rcodes at ns1 (lately SERVFAIL)'],
    ['none is kept', [], '60 wrong rcodes at ns1:'],
    [
      'they are of another series',
      [{ ...servfail(START_MS), series: series('ns1', 'other') }],
      '60 wrong rcodes at ns1:',
    ],
    [
      'there are two',
      [
        ...Array.from({ length: 45 }, () => servfail(START_MS)),
        ...Array.from({ length: 15 }, () => servfail(START_MS, 'REFUSED')),
      ],
      '45 SERVFAIL at ns1, 15 REFUSED at ns1:',
    ],
  ])('names rcodes as far as they are known: %s', async (_, kept, text) => {
    const { history, after } = daemon({
      failures: { failures: () => Promise.resolve(kept) },
      slos: [
        slo({
          indicator: { good: eventSource('answered'), bad: null, total: eventSource('valid', { query: ['www'] }) },
        }),
      ],
    });
    for (const minute of [0, 1])
      history.add(series('ns1'), START_MS + minute * MINUTE_MS, [{ outcome: 'wrong_rcode', count: 30, rttUs: 5 }]);
    expect(entryOf(await after(2), 'fast-burn').explanation).toContain(text);
  });

  it('tells slow answers from others', async () => {
    const fast = { good: eventSource('within', {}, 1_000), bad: null, total: eventSource('valid') };
    const { history, after } = daemon({ slos: [slo({ indicator: fast })] });
    for (const minute of [0, 1])
      history.add(series('ns1'), START_MS + minute * MINUTE_MS, [{ outcome: 'answered', count: 50, rttUs: 20_000 }]);
    expect(entryOf(await after(2), 'fast-burn').explanation).toContain(': 100 answers slower than 1ms at ns1: ');
  });

  it('explains missing data by what was heard last, and by our own errors since', async () => {
    const { history, after } = daemon();
    await after(0);
    for (let minute = 0; minute < 12; minute++)
      history.add(series('ns1'), START_MS + minute * MINUTE_MS, [{ outcome: 'prober_error', count: 30 }]);
    await after(5);
    expect(entryOf(await after(12), 'no-data').explanation).toBe(
      'no valid attempt for 12 m (fires after 10 m), last heard at 20 Oct 11:59 UTC (0 of 60 attempts failed); 360 attempts since could not be made by our own fault; since then nothing is known, neither good nor bad',
    );
  });

  it('loses no change of an alert when history cannot be read, and tells the figures all the same', async () => {
    const errors: unknown[] = [];
    const { history, after } = daemon({
      failures: { failures: () => Promise.reject(new Error('disk gone')) },
      onError: (_, error) => errors.push(error),
    });
    for (const minute of [0, 1])
      history.add(series('ns1'), START_MS + minute * MINUTE_MS, [{ outcome: 'wrong_rcode', count: 40, rttUs: 5 }]);
    const entries = await after(2);
    expect(entryOf(entries, 'fast-burn').explanation).toMatch(/^80 of 3,560 attempts failed in 1 h: 22.5 ×/);
    expect(errors).toEqual([new Error('disk gone')]);
    expect(await after(2)).toEqual([]);
  });

  it('reads history for it only when an alert changes', async () => {
    const { history, after } = daemon();
    const queriesOf = async (minutes: number): Promise<{ queries: number; changes: number }> => {
      const before = history.queries.length;
      const changes = (await after(minutes)).length;
      return { queries: history.queries.length - before, changes };
    };
    history.add(series('ns1'), START_MS, [{ outcome: 'timeout', count: 60 }]);
    await after(2);
    const quiet = await queriesOf(2);
    history.add(series('ns1'), START_MS + MINUTE_MS, [{ outcome: 'timeout', count: 1 }]);
    const changing = await queriesOf(2);
    expect([quiet.changes, changing.changes]).toEqual([0, 4]);
    expect(changing.queries).toBeGreaterThan(quiet.queries);
    expect(await queriesOf(2)).toEqual(quiet);
  });
});
