import { describe, expect, it } from 'vitest';

import { Evaluator, type EvaluatorDeps } from '../../src/app/evaluator.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/clock.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const START_MS = Date.parse('2026-10-20T12:00:00Z');
const NS1 = series('ns1');

/** A daemon probing ns1 once a second. */
class Daemon {
  readonly history = new MemoryHistory();
  readonly alertStates = new MemoryAlertStates();
  readonly errors: (string | null)[] = [];
  nowMs = START_MS;
  readonly #changes: Partial<EvaluatorDeps>;
  #evaluator: Evaluator;

  constructor(changes: Partial<EvaluatorDeps> = {}) {
    this.#changes = changes;
    this.#evaluator = this.#start();
  }

  restart(): void {
    this.#evaluator = this.#start();
  }

  /** Probes for some seconds, then evaluates once. */
  async probe(seconds: number, outcome: 'answered' | 'timeout' | 'silence') {
    for (let second = 0; second < seconds; second++) {
      if (outcome !== 'silence') this.history.add(NS1, this.nowMs, [{ outcome, count: 1, rttUs: 900 }]);
      this.nowMs += SECOND_MS;
    }
    return this.evaluate();
  }

  evaluate() {
    return this.#evaluator.evaluate(this.nowMs, this.nowMs - 5 * SECOND_MS);
  }

  #start(): Evaluator {
    const { history, alertStates } = this;
    const onError = (name: string | null) => void this.errors.push(name);
    return new Evaluator({ history, alertStates, slos: [slo()], roundMsOf: () => 1000, onError, ...this.#changes });
  }
}

function alertOf([status]: readonly SloStatus[], name: string) {
  return status?.alerts.find((alert) => alert.name === name);
}

describe('Evaluator', () => {
  it('counts the running minute as it fills', async () => {
    const daemon = new Daemon();
    expect((await daemon.probe(10, 'answered')).statuses[0]).toMatchObject({ good: 10, valid: 10 });
    const { statuses } = await daemon.probe(1, 'timeout');
    expect(statuses[0]).toMatchObject({ good: 10, valid: 11, window: { to: '2026-10-20T12:01:00Z' } });
  });

  it('reports each minute once, when it has become final', async () => {
    const daemon = new Daemon();
    await daemon.probe(10, 'answered');
    expect((await daemon.probe(54, 'answered')).settled).toEqual([]);
    const { settled } = await daemon.probe(1, 'answered');
    expect(settled.map(({ minuteMs, statuses }) => [minuteMs, statuses[0]?.valid])).toEqual([[START_MS, 60]]);
    expect((await daemon.probe(1, 'answered')).settled).toEqual([]);
    const later = await daemon.probe(180, 'answered');
    expect(later.settled.map(({ statuses }) => statuses[0]?.valid)).toEqual([120, 180, 240]);
    expect(later.settled.map(({ statuses }) => statuses[0]?.window.to)).toEqual([
      '2026-10-20T12:02:00Z',
      '2026-10-20T12:03:00Z',
      '2026-10-20T12:04:00Z',
    ]);
  });

  it('opens an alert at once, tells it once, and keeps it over a restart', async () => {
    const daemon = new Daemon();
    await daemon.probe(600, 'answered');
    await daemon.probe(30, 'timeout');
    const { statuses, transitions } = await daemon.probe(40, 'timeout');
    expect(transitions.map(({ alert, from, to, atMs }) => [alert, from, to, atMs])[0]).toEqual([
      'fast-burn',
      'ok',
      'firing',
      daemon.nowMs,
    ]);
    const since = alertOf(statuses, 'fast-burn')?.since;
    expect(since).toBe('2026-10-20T12:11:10Z');
    daemon.restart();
    const again = await daemon.probe(1, 'timeout');
    expect(again.transitions).toEqual([]);
    expect(alertOf(again.statuses, 'fast-burn')).toMatchObject({ state: 'firing', since });
  });

  it('does not open an alert for failures within one minute', async () => {
    const daemon = new Daemon();
    await daemon.probe(600, 'answered');
    const { statuses } = await daemon.probe(59, 'timeout');
    expect(statuses[0]?.burnRates['1h']).toBeGreaterThan(13.44);
    expect(alertOf(statuses, 'fast-burn')?.state).toBe('ok');
    expect(alertOf((await daemon.probe(2, 'timeout')).statuses, 'fast-burn')?.state).toBe('firing');
  });

  it('resolves by two quiet minutes, as soon as the second is final', async () => {
    const daemon = new Daemon();
    await daemon.probe(600, 'answered');
    await daemon.probe(90, 'timeout');
    // Five minutes without timeouts end at 12:17:00.
    await daemon.probe(5 * 60 + 30, 'answered');
    const stateAfter = async (seconds: number) =>
      alertOf((await daemon.probe(seconds, 'answered')).statuses, 'fast-burn')?.state;
    expect(await stateAfter(10)).toBe('firing');
    expect(await stateAfter(54)).toBe('firing');
    const { transitions } = await daemon.probe(1, 'answered');
    expect(transitions.map(({ alert, to, atMs }) => [alert, to, new Date(atMs).toISOString()])).toEqual([
      ['fast-burn', 'ok', '2026-10-20T12:18:00.000Z'],
    ]);
  });

  it('neither opens nor resolves an alert while there is no data', async () => {
    const daemon = new Daemon();
    await daemon.probe(600, 'answered');
    await daemon.probe(90, 'timeout');
    for (let minute = 0; minute < 12; minute++) await daemon.probe(60, 'silence');
    const { statuses } = await daemon.probe(60, 'silence');
    expect(statuses[0]?.burnRates['5m']).toBeNull();
    expect(alertOf(statuses, 'fast-burn')?.state).toBe('firing');
    expect(alertOf(statuses, 'no-data')?.state).toBe('firing');
  });

  it('waits ten minutes for data after a start before it calls them missing, and clears that with the first', async () => {
    const daemon = new Daemon();
    await daemon.probe(60, 'answered');
    await daemon.probe(HOUR_MS / 1000, 'silence');
    daemon.restart();
    daemon.alertStates.states.clear();
    expect(alertOf((await daemon.probe(1, 'silence')).statuses, 'no-data')?.state).toBe('ok');
    expect(alertOf((await daemon.probe(598, 'silence')).statuses, 'no-data')?.state).toBe('ok');
    expect(alertOf((await daemon.probe(2, 'silence')).statuses, 'no-data')?.state).toBe('firing');
    daemon.restart();
    await daemon.probe(30, 'silence');
    expect(alertOf((await daemon.probe(30, 'silence')).statuses, 'no-data')?.state).toBe('firing');
    await daemon.probe(1, 'answered');
    expect(alertOf((await daemon.probe(10, 'answered')).statuses, 'no-data')?.state).toBe('ok');
  });

  it('saves alert states only when they change, and again after the store failed', async () => {
    const daemon = new Daemon();
    daemon.alertStates.failure = new Error('disk full');
    await daemon.probe(1, 'answered');
    expect(daemon.errors).toEqual([null]);
    daemon.alertStates.failure = null;
    await daemon.probe(1, 'answered');
    await daemon.probe(1, 'answered');
    expect(daemon.alertStates.saved.map((states) => states.length)).toEqual([5]);
  });

  it('rejects while the store fails, then carries on without losing a settled minute', async () => {
    const daemon = new Daemon();
    await daemon.probe(10, 'answered');
    daemon.history.failure = new Error('locked');
    await expect(daemon.probe(130, 'answered')).rejects.toThrow('locked');
    daemon.history.failure = null;
    const { settled, statuses } = await daemon.probe(1, 'answered');
    expect(settled.map(({ statuses: then }) => then[0]?.valid)).toEqual([60, 120]);
    expect(statuses[0]?.valid).toBe(141);
  });

  it('makes its sums afresh when an import changes final time', async () => {
    const daemon = new Daemon();
    await daemon.probe(120, 'answered');
    daemon.history.add(NS1, START_MS - HOUR_MS, [{ outcome: 'timeout', count: 5 }], 3);
    daemon.history.raiseVersion();
    expect((await daemon.evaluate()).statuses[0]).toMatchObject({ good: 120, valid: 125 });
  });

  it('reads only single minutes once it has started', async () => {
    const daemon = new Daemon();
    await daemon.probe(120, 'answered');
    await daemon.probe(61, 'answered');
    daemon.history.queries.length = 0;
    await daemon.probe(1, 'answered');
    expect(daemon.history.queries.map(({ resolution, fromMs, toMs }) => [resolution, toMs - fromMs])).toEqual([
      ['minute', MINUTE_MS],
      ['minute', MINUTE_MS],
    ]);
  });

  it('leaves the minutes of a long gap out and goes on from there', async () => {
    const daemon = new Daemon();
    await daemon.probe(60, 'answered');
    daemon.nowMs += 3 * HOUR_MS;
    const { settled, statuses } = await daemon.probe(1, 'answered');
    expect(settled).toEqual([]);
    expect(statuses[0]?.valid).toBe(61);
    expect((await daemon.probe(65, 'answered')).settled.map(({ statuses: then }) => then[0]?.valid)).toEqual([60, 120]);
  });

  it('does not go back when the clock does', async () => {
    const daemon = new Daemon();
    await daemon.probe(600, 'answered');
    daemon.nowMs -= 300 * SECOND_MS;
    const { statuses, settled } = await daemon.evaluate();
    expect(settled).toEqual([]);
    expect(statuses[0]).toMatchObject({ valid: 540, window: { to: '2026-10-20T12:09:00Z' } });
  });

  it('resolves an alert though the clock was set back, and no minute becomes final for long', async () => {
    const daemon = new Daemon();
    await daemon.probe(600, 'answered');
    await daemon.probe(90, 'timeout');
    // The first quiet minute, which ends at 12:17:00, has become final.
    expect(alertOf((await daemon.probe(5 * 60 + 46, 'answered')).statuses, 'fast-burn')?.state).toBe('firing');
    daemon.nowMs -= 600 * SECOND_MS;
    daemon.history.raiseVersion();
    expect(alertOf((await daemon.probe(1, 'answered')).statuses, 'fast-burn')?.state).toBe('ok');
  });

  it('leaves out a damaged minute as long as it is in the window', async () => {
    const indicator = { good: eventSource('within', {}, 1000), bad: null, total: eventSource('valid') };
    const daemon = new Daemon({ slos: [slo({ name: 'latency', indicator, periodMs: HOUR_MS, periodText: '1h' })] });
    daemon.history.corrupt(NS1, START_MS);
    const first = await daemon.probe(60, 'answered');
    expect(first.statuses).toMatchObject([{ good: 0, valid: 0, sli: null, excluded: { unreadable: 60 } }]);
    const within = await daemon.probe(3500, 'answered');
    expect(within.statuses).toMatchObject([{ good: 3500, valid: 3500, sli: 1, excluded: { unreadable: 60 } }]);
    const [status] = (await daemon.probe(100, 'answered')).statuses;
    expect(status).toMatchObject({ good: 3600, valid: 3600, burnRates: { '1h': 0, '3d': 0 } });
    expect(status?.excluded).not.toHaveProperty('unreadable');
    expect(daemon.errors).toEqual([]);
  });

  const LOST = slo({
    name: 'lost',
    calendar: { unit: 'month', count: 1, timeZone: 'Atlantis/Capital', anchor: null },
  });

  it('shows an SLO that cannot be judged as not evaluated, in its place, and judges the others', async () => {
    const daemon = new Daemon({ slos: [slo({ name: 'first' }), LOST, slo({ name: 'last' })] });
    const { statuses } = await daemon.probe(30, 'answered');
    expect(statuses.map(({ name, status, valid, error }) => [name, status, valid, error])).toEqual([
      ['first', 'met', 30, undefined],
      ['lost', 'no_data', 0, expect.stringContaining('Atlantis/Capital')],
      ['last', 'met', 30, undefined],
    ]);
    expect(statuses[1]).toMatchObject({ sli: null, exhaustsAt: null, burnRates: { '1h': null }, dataSince: null });
    expect(new Set(daemon.errors)).toEqual(new Set(['lost']));
    const { settled } = await daemon.probe(90, 'answered');
    expect(settled[0]?.statuses.map(({ name }) => name)).toEqual(['first', 'lost', 'last']);
  });

  it('rejects for it where nobody would be told', async () => {
    const history = new MemoryHistory();
    const deps = { history, alertStates: new MemoryAlertStates(), slos: [LOST], roundMsOf: () => 1000 };
    await expect(new Evaluator(deps).evaluate(START_MS, START_MS)).rejects.toThrow('Atlantis/Capital');
  });
});
