import { describe, expect, it } from 'vitest';

import { explainSlo } from '../../../src/app/explain/explain-slo.js';
import type { AlertTransitionReader } from '../../../src/app/ports.js';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import type { CellQuery, CellVisitor } from '../../../src/domain/history-reader.js';
import type { SloDefinition } from '../../../src/domain/slo-definition.js';
import { MemoryHistory } from '../../support/memory-history.js';
import { eventSource, series, slo } from '../../support/slo-samples.js';

const AT_MS = Date.parse('2026-10-20T12:30:00Z');

function explain(history: MemoryHistory, definition: SloDefinition, alertLog: AlertTransitionReader | null = null) {
  return explainSlo(
    { history, alertStates: null, alertLog, compositions: null, roundMsOf: () => MINUTE_MS },
    definition,
    AT_MS,
  );
}

/** One good attempt a minute over some hours before `AT_MS`. */
function goodHours(hours: number, resolver = 'ns1', history = new MemoryHistory()): MemoryHistory {
  for (let ago = 1; ago <= hours * 60; ago++)
    history.add(series(resolver), AT_MS - ago * MINUTE_MS, [{ outcome: 'answered', count: 1, rttUs: 900 }]);
  return history;
}

const FAST = { good: eventSource('within', {}, 10_000), bad: null, total: eventSource('valid') };

describe('explainSlo()', () => {
  it('breaks a figure down by outcome, resolver and query', async () => {
    const history = new MemoryHistory();
    history.add(series('ns1', 'www'), AT_MS - HOUR_MS, [
      { outcome: 'answered', count: 90, rttUs: 900 },
      { outcome: 'timeout', count: 10 },
    ]);
    history.add(series('ns2', 'miss'), AT_MS - HOUR_MS, [
      { outcome: 'answered', count: 5, rttUs: 20_000 },
      { outcome: 'wrong_rcode', count: 20, rttUs: 5 },
      { outcome: 'prober_error', count: 3 },
    ]);
    const explained = await explain(history, slo({ indicator: FAST }));
    expect(explained.byOutcome).toEqual([
      { outcome: 'answered', good: 90, bad: 5, notCounted: 0 },
      { outcome: 'wrong_rcode', good: 0, bad: 20, notCounted: 0 },
      { outcome: 'timeout', good: 0, bad: 10, notCounted: 0 },
      { outcome: 'prober_error', good: 0, bad: 0, notCounted: 3 },
    ]);
    expect(explained.byResolver).toEqual([
      { name: 'ns2', good: 0, valid: 25, bad: { answered: 5, wrong_rcode: 20 } },
      { name: 'ns1', good: 90, valid: 100, bad: { timeout: 10 } },
    ]);
    expect(explained.byQuery.map(({ name }) => name)).toEqual(['miss', 'www']);
    expect(explained.proberErrors).toEqual([{ resolver: 'ns2', attempts: 3 }]);
  });

  it('names the worst hours, and what of the budget each cost', async () => {
    const history = goodHours(24);
    history.add(series(), AT_MS - 10 * HOUR_MS, [{ outcome: 'timeout', count: 30 }]);
    history.add(series(), AT_MS - 5 * HOUR_MS, [{ outcome: 'network_error', count: 60 }]);
    const { worstHours, byHour, status } = await explain(history, slo({ objective: 0.9 }));
    expect(worstHours.map(({ from, to, bad }) => [from, to, bad])).toEqual([
      ['2026-10-20T07:00:00Z', '2026-10-20T08:00:00Z', { network_error: 60 }],
      ['2026-10-20T02:00:00Z', '2026-10-20T03:00:00Z', { timeout: 30 }],
    ]);
    expect(worstHours[0]?.budget).toBeCloseTo(((status.errorBudget.consumed ?? 0) * 60) / 90, 9);
    // A day that begins at half past touches 25 hours; the last reaches up to the minute asked for.
    expect(byHour).toHaveLength(25);
    expect(byHour.at(-1)).toMatchObject({ from: '2026-10-20T12:00:00Z', to: '2026-10-20T12:30:00Z', valid: 30 });
  });

  it('says of a threshold within a bucket which round-trips are kept as one', async () => {
    const at = (thresholdUs: number) =>
      explain(goodHours(1), slo({ indicator: { ...FAST, good: eventSource('within', {}, thresholdUs) } }));
    const within = await at(50_003);
    expect(within.threshold).toEqual({ thresholdUs: 50_003, countedUpToUs: 50_015, bucketUs: [49_984, 50_015] });
    expect(within.method[1]).toBe(
      'Round-trips of 49.984 to 50.015 ms are kept as one bucket of the histograms, within which the threshold lies: all of it counts as within.',
    );
    expect((await at(50_015)).method[1]).toContain('at whose end the threshold lies');
    expect((await at(1_000)).method[1]).toBe('The threshold is exact: it is the end of a bucket of the histograms.');
    expect((await explain(goodHours(1), slo())).threshold).toBeNull();
  });

  it('tells time without data, which counts as nothing', async () => {
    const history = new MemoryHistory();
    for (const ago of [1, 2, 3, 10, 11])
      history.add(series(), AT_MS - ago * MINUTE_MS, [{ outcome: 'timeout', count: 1 }]);
    const { coverage } = await explain(history, slo({ periodMs: 12 * MINUTE_MS, periodText: '12m' }));
    expect(coverage).toEqual({
      share: 5 / 12,
      coveredSlots: 5,
      slots: 12,
      slotMinutes: 1,
      gaps: [
        { from: '2026-10-20T12:18:00Z', to: '2026-10-20T12:19:00Z', slots: 1 },
        { from: '2026-10-20T12:21:00Z', to: '2026-10-20T12:27:00Z', slots: 6 },
      ],
    });
  });

  it('marks series that came or went', async () => {
    const history = goodHours(5, 'ns2', goodHours(10));
    for (let ago = 300; ago <= 600; ago++)
      history.add(series('ns3'), AT_MS - ago * MINUTE_MS, [{ outcome: 'answered', count: 1, rttUs: 9 }]);
    const { composition } = await explain(history, slo());
    expect(composition.map(({ series: { resolver }, change, first }) => [resolver, change, first])).toEqual([
      ['ns1', null, '2026-10-20T02:00:00Z'],
      ['ns3', 'left', '2026-10-20T02:00:00Z'],
      ['ns2', 'joined', '2026-10-20T07:00:00Z'],
    ]);
  });

  it('says of each maintenance and correction what the figure would be without it, or why it changes nothing', async () => {
    const history = goodHours(10);
    const [fromMs, toMs] = [AT_MS - 2 * HOUR_MS, AT_MS - HOUR_MS];
    history.add(series(), fromMs, [{ outcome: 'timeout', count: 40 }]);
    const given = { fromMs, toMs, recordedBy: 'ops', recordedAtMs: fromMs - 2 * DAY_MS };
    const planned = { ...given, title: 'new racks', message: null, slos: [], cancelledAtMs: null, cancelledBy: null };
    const fixed = { ...given, slo: 'availability', reason: 'our switch', revokedBy: null, revokedAtMs: null };
    history.records = {
      maintenances: [
        { ...planned, id: 1 },
        { ...planned, id: 2, recordedAtMs: fromMs },
        { ...planned, id: 3, slos: ['another'] },
        { ...planned, id: 4, cancelledAtMs: fromMs - HOUR_MS, cancelledBy: 'ada' },
      ],
      corrections: [
        { ...fixed, id: 5, kind: 'exclude', revokedAtMs: toMs, revokedBy: 'bob' },
        { ...fixed, id: 6, kind: 'exclude', fromMs: fromMs - 40 * DAY_MS, toMs: fromMs - 39 * DAY_MS },
      ],
    };
    const { exclusions, status } = await explain(history, slo({ maintenance: 'exclude' }));
    expect(status).toMatchObject({ good: 540, valid: 540, excluded: { maintenance: 100 } });
    expect(exclusions.map(({ kind, id, void: why }) => [kind, id, why])).toEqual([
      ['maintenance', 1, null],
      ['maintenance', 2, 'announced with less notice than 1d'],
      ['maintenance', 4, 'cancelled at 2026-10-20T09:30:00Z by ada'],
      ['exclude', 5, 'revoked at 2026-10-20T11:30:00Z by bob'],
    ]);
    expect(exclusions.map(({ without }) => [without.good, without.valid])).toEqual([
      [600, 640],
      [540, 540],
      [540, 540],
      [540, 540],
    ]);
    const counting = await explain(history, slo());
    expect(counting.exclusions[0]).toMatchObject({ void: 'maintenance counts in this SLO', without: { valid: 640 } });
  });

  it('falls back to days where hours are no longer kept', async () => {
    const history = new OnlyDaysBefore(AT_MS - 10 * DAY_MS);
    for (let ago = 1; ago < 20; ago++)
      history.add(series(), AT_MS - ago * DAY_MS, [
        { outcome: ago === 15 ? 'timeout' : 'answered', count: 10, rttUs: 9 },
      ]);
    history.rollUp(AT_MS, AT_MS);
    const { byHour, status, worstHours } = await explain(history, slo());
    expect(status.valid).toBe(190);
    expect(byHour.reduce((sum, { valid }) => sum + valid, 0)).toBe(190);
    expect(worstHours[0]).toMatchObject({ from: '2026-10-05T00:00:00Z', to: '2026-10-06T00:00:00Z' });
    expect(byHour.at(-1)).toMatchObject({ from: '2026-10-19T12:00:00Z', to: '2026-10-19T13:00:00Z' });
  });

  it('asks for the changes of its alerts in the window, and in four weeks at least', async () => {
    const asked: unknown[] = [];
    const alertLog: AlertTransitionReader = {
      alertTransitions: (...args) => {
        asked.push(args);
        return Promise.resolve([]);
      },
    };
    expect((await explain(goodHours(1), slo({ periodMs: HOUR_MS, periodText: '1h' }), alertLog)).alertChanges).toEqual(
      [],
    );
    expect(asked).toEqual([['availability', { fromMs: AT_MS - 28 * DAY_MS, toMs: AT_MS }, 10]]);
    expect((await explain(goodHours(1), slo())).alertChanges).toBeNull();
  });
});

/** A history that has forgotten minutes and hours before a day. */
class OnlyDaysBefore extends MemoryHistory {
  readonly #fromMs: number;

  constructor(fromMs: number) {
    super();
    this.#fromMs = floorTo(fromMs, DAY_MS);
  }

  override scanCells(query: CellQuery, visit: CellVisitor): Promise<void> {
    return super.scanCells(query, (cell, tell) => {
      if (query.resolution === 'day' || cell.startMs >= this.#fromMs) visit(cell, tell);
    });
  }
}
