import { describe, expect, it } from 'vitest';

import { assembleReport } from '../../../src/app/report/assemble-report.js';
import { evaluateAt } from '../../../src/app/evaluate-at.js';
import { overMonths } from '../../../src/app/report/report-month.js';
import { tallyWindows } from '../../../src/app/tally-windows.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import { MemoryHistory } from '../../support/memory-history.js';
import {
  AFTER_MS,
  AVAILABILITY,
  correction,
  incident,
  LATENCY,
  maintenance,
  memoryReport,
  MONTH,
  octoberHistory,
  reportDeps,
  reportedIn,
} from '../../support/report-samples.js';
import { eventSource, series, slo } from '../../support/slo-samples.js';

describe('assembleReport()', () => {
  it('judges a rolling SLO over the calendar month, with the budget of the month', async () => {
    const history = octoberHistory();
    const [first] = reportedIn(await memoryReport(history));
    // 1,488 steps of four attempts, and 60 failures.
    expect(first!.status).toMatchObject({
      name: 'availability',
      window: { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z', duration: '1M', isRolling: false },
      good: 5952,
      valid: 6012,
      sli: 5952 / 6012,
      status: 'violated',
      excluded: { prober_error: 0, maintenance: 0, correction: 0 },
    });
    expect(first!.status.errorBudget.consumed).toBeCloseTo(60 / 6012 / 0.001, 9);
    expect(first!.days).toHaveLength(31);
    expect(first!.days[8]).toEqual({ date: '2026-10-09', good: 192, valid: 252, sli: 192 / 252 });
    expect(first!.figures.worstHours[0]).toMatchObject({
      from: '2026-10-09T14:00:00Z',
      bad: { timeout: 40, wrong_rcode: 20 },
    });
    expect(first!.figures.byResolver[0]).toMatchObject({ name: 'ns2', valid: 3036, good: 2976 });
    expect([first!.isOver, first!.isFinal]).toEqual([true, true]);
  });

  it('tells the last minute of the month as judging tells it', async () => {
    const history = octoberHistory();
    const [first] = reportedIn(await memoryReport(history));
    const at = Date.parse('2026-11-01T00:00:00Z');
    const deps = { history, alertStates: null, roundMsOf: () => 30 * MINUTE_MS };
    const [status] = await evaluateAt(deps, [overMonths(AVAILABILITY)], at);
    expect(first!.status.burnRates).toEqual(status!.burnRates);
    expect(first!.status.alerts).toEqual(status!.alerts);
  });

  it('has percentiles over all valid attempts: none where failures lie above', async () => {
    const history = octoberHistory();
    const slos = reportedIn(await memoryReport(history));
    expect(slos[0]!.figures.latency).toBeNull();
    const { whole, days } = slos[1]!.figures.latency!;
    expect(whole).toMatchObject({ count: 6012, p50Us: expect.closeTo(20_000, -2) as number });
    expect(days[8]).toMatchObject({ date: '2026-10-09', count: 252, p90Us: null, p99Us: null });
    expect(days[7]).toMatchObject({ date: '2026-10-08', count: 192 });
    expect(days[7]!.p99Us).toBeGreaterThan(19_000);
  });

  it('leaves time out and says what each record does, with and without it', async () => {
    const history = octoberHistory();
    history.records = {
      maintenances: [
        maintenance(1, '2026-10-09T14:30:00Z', '2026-10-09T15:00:00Z'),
        maintenance(2, '2026-10-20T00:00:00Z', '2026-10-20T02:00:00Z', {
          recordedAtMs: Date.parse('2026-10-20T01:00:00Z'),
        }),
        maintenance(3, '2026-10-21T00:00:00Z', '2026-10-21T02:00:00Z', { cancelledAtMs: 5, cancelledBy: 'eve' }),
        maintenance(4, '2026-09-01T00:00:00Z', '2026-09-01T02:00:00Z'),
      ],
      corrections: [
        correction(1, '2026-10-09T14:00:00Z', '2026-10-09T14:30:00Z'),
        correction(2, '2026-10-09T14:00:00Z', '2026-10-09T14:10:00Z', { revokedAtMs: AFTER_MS, revokedBy: 'eve' }),
        correction(3, '2026-10-09T14:00:00Z', '2026-10-09T14:10:00Z', { slo: 'other' }),
      ],
    };
    const [first, latency] = reportedIn(await memoryReport(history));
    expect(first!.status).toMatchObject({
      good: 5944,
      valid: 5944,
      excluded: { maintenance: 34, correction: 34 },
      asMeasured: { good: 5952, valid: 6012 },
    });
    expect(first!.days[8]).toMatchObject({ good: 184, valid: 184, asMeasured: { good: 192, valid: 252 } });
    expect(first!.days[7]).not.toHaveProperty('asMeasured');
    const told = first!.exclusions.map(({ kind, id, void: reason, effect }) => [
      `${kind} ${String(id)}`,
      reason?.kind ?? null,
      effect?.attemptsLess ?? null,
      effect?.without.valid ?? null,
    ]);
    expect(told).toEqual([
      ['exclude 1', null, 34, 5978],
      ['exclude 2', 'revoked', null, null],
      ['maintenance 1', null, 34, 5978],
      ['maintenance 2', 'late', null, null],
      ['maintenance 3', 'cancelled', null, null],
    ]);
    expect(latency!.exclusions.map(({ void: reason }) => reason?.kind)).toEqual(['policy', 'policy', 'policy']);
  });

  it('says of a month under way so, with the budget of the whole month', async () => {
    const nowMs = Date.parse('2026-10-11T00:00:00Z');
    const [first] = reportedIn(await memoryReport(octoberHistory(), { nowMs }));
    expect([first!.isOver, first!.isFinal, first!.days.length]).toEqual([false, false, 10]);
    expect(first!.status.window).toMatchObject({ to: '2026-10-11T00:00:00Z', until: '2026-11-01T00:00:00Z' });
    expect(first!.status.errorBudget.consumed).toBeCloseTo(((60 / 1980) * 1000 * 10) / 31, 9);
  });

  it('is final ten minutes after its end', async () => {
    const at = async (time: string) => {
      const [first] = reportedIn(await memoryReport(octoberHistory(), { nowMs: Date.parse(time) }));
      return [first!.isOver, first!.isFinal];
    };
    expect(await at('2026-11-01T00:00:00Z')).toEqual([true, false]);
    expect(await at('2026-11-01T00:10:00Z')).toEqual([true, true]);
  });

  it('has no figures of a month without data, or before the first', async () => {
    for (const [history, month] of [
      [new MemoryHistory(), MONTH],
      [octoberHistory(), '2020-02'],
    ] as const) {
      const [first] = reportedIn(await memoryReport(history, { month }));
      expect(first!.status).toMatchObject({
        good: 0,
        valid: 0,
        sli: null,
        coverage: 0,
        dataSince: null,
        status: 'no_data',
        errorBudget: { consumed: null, remaining: null },
      });
      expect(first!.days.every(({ sli }) => sli === null)).toBe(true);
      expect(first!.figures.burnDown).toEqual([]);
    }
  });

  it('refuses a month that has not begun anywhere, and leaves out SLOs for which it has not', async () => {
    await expect(memoryReport(octoberHistory(), { month: '2026-12' })).rejects.toMatchObject({
      code: 'REPORT_MONTH_INVALID',
    });
    const tokyo = slo({ name: 'tokyo', calendar: { unit: 'month', count: 1, timeZone: 'Asia/Tokyo', anchor: null } });
    const nowMs = Date.parse('2026-10-31T16:00:00Z');
    const report = await memoryReport(octoberHistory(), { month: '2026-11', slos: [AVAILABILITY, tokyo], nowMs });
    expect(report.notBegun).toEqual(['availability']);
    expect(reportedIn(report).map(({ timeZone, window }) => [timeZone, window.from])).toEqual([
      ['Asia/Tokyo', '2026-10-31T15:00:00Z'],
    ]);
  });

  it('keeps what is internal out, incidents of it too', async () => {
    const secret = slo({ name: 'secret', visibility: 'internal' });
    const incidents = [
      incident(1, '2026-10-09T14:00:00Z', '2026-10-09T15:00:00Z', ['availability', 'secret']),
      incident(2, '2026-10-10T14:00:00Z', null, ['secret']),
      incident(3, '2026-09-20T14:00:00Z', '2026-10-01T00:00:00Z'),
      incident(4, '2026-09-20T14:00:00Z', '2026-10-02T00:00:00Z'),
    ];
    const deps = { incidents: { incidents: () => Promise.resolve(incidents) } };
    const report = await memoryReport(octoberHistory(), { slos: [AVAILABILITY, secret] }, deps);
    expect(report.slos.map(({ status }) => status.name)).toEqual(['availability']);
    expect(report.incidents.map(({ id, slos }) => [id, slos])).toEqual([
      [4, []],
      [1, ['availability']],
    ]);
    expect(JSON.stringify(report)).not.toContain('secret');
    const internal = await memoryReport(octoberHistory(), { slos: [AVAILABILITY, secret], withInternal: true }, deps);
    expect([internal.isPublic, internal.slos.length]).toEqual([false, 2]);
  });

  it('puts the whole of a composite SLO behind its objectives', async () => {
    const part = (n: number, weight: number, changes: object) =>
      slo({
        name: 'all',
        key: n === 1 ? 'all' : `all#${String(n)}`,
        objectiveName: `part ${String(n)}`,
        compositeWeight: weight,
        ...changes,
      });
    const only = (resolver: string) => ({
      indicator: {
        good: eventSource('answered', { resolver: [resolver] }),
        bad: null,
        total: eventSource('valid', { resolver: [resolver] }),
      },
    });
    const slos = [part(1, 1, only('ns1')), part(2, 3, { ...only('ns2'), objective: 0.9 }), AVAILABILITY];
    const report = await memoryReport(octoberHistory(), { slos });
    expect(report.slos.map(({ kind, status }) => [kind, status.name, status.objectiveName ?? null])).toEqual([
      ['slo', 'all', 'part 1'],
      ['slo', 'all', 'part 2'],
      ['whole', 'all', null],
      ['slo', 'availability', null],
    ]);
    const whole = report.slos[2]!;
    const [one, two] = reportedIn(report);
    expect(whole.status.sli).toBeCloseTo((one!.status.sli! + 3 * two!.status.sli!) / 4, 12);
    expect(whole.kind === 'whole' && whole.days[8]!.sli).toBeCloseTo((1 + 3 * two!.days[8]!.sli!) / 4, 9);
    expect(whole.status.objective).toBeCloseTo((0.999 + 3 * 0.9) / 4, 12);
  });

  it('tells of an SLO that nobody can judge, and goes on with the others', async () => {
    const broken = slo({ name: 'mars', calendar: { unit: 'month', count: 1, timeZone: 'Mars/Olympus', anchor: null } });
    const report = await memoryReport(octoberHistory(), { slos: [broken, AVAILABILITY] });
    expect(report.slos.map(({ kind }) => kind)).toEqual(['failed', 'slo']);
    expect(report.slos[0]).toMatchObject({ error: expect.stringContaining('Mars/Olympus') as string });
  });

  it('shows the same SLO with the same digest whatever else is reported', async () => {
    const all = reportedIn(await memoryReport(octoberHistory()));
    const [alone] = reportedIn(await memoryReport(octoberHistory(), { slos: [LATENCY] }));
    expect(alone!.digest).toBe(all[1]!.digest);
    const other = await memoryReport(octoberHistory(), { slos: [LATENCY, AVAILABILITY], nowMs: AFTER_MS + HOUR_MS });
    expect(other.digest).toBe((await memoryReport(octoberHistory())).digest);
  });

  it('tells which series joined or left', async () => {
    const history = octoberHistory();
    history.add(series('ns3'), Date.parse('2026-10-20T10:00:00Z'), [{ outcome: 'answered', count: 1, rttUs: 900 }]);
    const [first] = reportedIn(
      await assembleReport(reportDeps(history), { month: MONTH, slos: [AVAILABILITY], nowMs: AFTER_MS }),
    );
    expect(
      first!.figures.series.filter(({ change }) => change !== null).map(({ series: one }) => one.resolver),
    ).toEqual(['ns3']);
  });
});

describe('readInputs()', () => {
  it('leaves out what judging leaves out, where minutes are no longer kept', async () => {
    const history = octoberHistory();
    history.records = {
      maintenances: [maintenance(1, '2026-10-09T14:10:00Z', '2026-10-09T14:40:00Z')],
      corrections: [correction(1, '2026-10-12T00:00:00Z', '2026-10-12T03:15:00Z')],
    };
    const kathmandu = slo({
      name: 'kathmandu',
      calendar: { unit: 'month', count: 1, timeZone: 'Asia/Kathmandu', anchor: null },
    });
    const minutesFromMs = Date.parse('2026-10-20T00:00:00Z');
    history.dropMinutesBefore(minutesFromMs);
    for (const definition of [AVAILABILITY, LATENCY, kathmandu]) {
      const [one] = reportedIn(await memoryReport(history, { slos: [definition] }, { minutesFromMs }));
      const window = { fromMs: Date.parse(one!.window.from), toMs: Date.parse(one!.window.to) };
      const [[tally] = []] = await tallyWindows(history, [definition], [window]);
      expect([one!.status.good, one!.status.valid]).toEqual([tally!.good, tally!.valid]);
      expect(one!.status.excluded).toEqual(tally!.excluded);
      expect(one!.days.reduce((sum, { valid }) => sum + valid, 0)).toBe(tally!.valid);
    }
  });
});
