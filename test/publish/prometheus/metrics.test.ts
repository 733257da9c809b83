import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AttemptBatch, ProberHealth } from '../../../src/domain/attempt-batch.js';
import type { Outcome } from '../../../src/domain/outcome.js';
import { isReplied, OUTCOMES, outcomeCode } from '../../../src/domain/outcome.js';
import type { Series } from '../../../src/domain/series.js';
import type { PlannedSeries } from '../../../src/publish/prometheus/measured-series.js';
import { Metrics } from '../../../src/publish/prometheus/metrics.js';
import type { PrometheusSample } from '../../support/prometheus-lint.js';
import { lintPrometheus } from '../../support/prometheus-lint.js';
import { SAMPLE_SERIES, sampleSnapshot } from '../../support/sample-snapshot.js';

const NS2: Series = { ...SAMPLE_SERIES, resolver: 'ns2' };

type Row = readonly [series: number, outcome: Outcome, rttUs?: number];

function batch(rows: readonly Row[], health: Partial<ProberHealth> = {}): AttemptBatch {
  return {
    series: [SAMPLE_SERIES, NS2],
    seriesIndex: Uint32Array.from(rows, ([series]) => series),
    scheduledAtMs: new Float64Array(rows.length),
    outcome: Uint8Array.from(rows, ([, outcome]) => outcomeCode(outcome)),
    rttUs: Float64Array.from(rows, ([, , rttUs]) => rttUs ?? Number.NaN),
    phases: {
      row: new Uint32Array(),
      connectUs: new Float64Array(),
      tlsUs: new Float64Array(),
      queryUs: new Float64Array(),
    },
    failures: [],
    losses: [],
    connections: [],
    stubs: [],
    finalBeforeMs: 0,
    health: {
      sendLagUs: new Float64Array(),
      loopLagUs: new Float64Array(),
      suspicious: 0,
      clamped: 0,
      receiveClock: 'kernel',
      ...health,
    },
  };
}

const STUB: Series = { ...SAMPLE_SERIES, resolver: 'stub' };

/** An attempt of both resolvers over new connections, and both asked by a stub. */
const EVENTFUL: AttemptBatch = {
  ...batch([
    [0, 'answered', 900],
    [1, 'answered', 900],
  ]),
  phases: {
    row: Uint32Array.of(0, 1),
    connectUs: Float64Array.of(300, 300),
    tlsUs: Float64Array.of(400, 400),
    queryUs: Float64Array.of(200, 200),
  },
  connections: ['ns1', 'ns2'].map((resolver) => ({
    probe: 'public',
    resolver,
    opened: 2,
    reopened: 1,
    askedAgain: { closed: 1, unprocessed: 0 },
    certificateExpiresAtMs: 1_800_000_000_000,
  })),
  stubs: ['ns1', 'ns2'].map((resolver) => ({ probe: 'public', stub: 'stub', resolver, asked: 3, answered: 1 })),
};

const ALL_ABOUT_A_RESOLVER = [
  'resolver_slo_attempts_total',
  'resolver_slo_rtt_seconds_bucket',
  'resolver_slo_rtt_seconds_sum',
  'resolver_slo_rtt_seconds_count',
  'resolver_slo_phase_seconds_bucket',
  'resolver_slo_phase_seconds_sum',
  'resolver_slo_phase_seconds_count',
  'resolver_slo_connections_opened_total',
  'resolver_slo_connections_reopened_total',
  'resolver_slo_queries_asked_again_total',
  'resolver_slo_stub_queries_total',
  'resolver_slo_stub_answers_total',
];

function planned(series: Series, transport: PlannedSeries['transport'] = 'udp'): PlannedSeries {
  return { ...series, transport };
}

function namesAbout(samples: readonly PrometheusSample[], resolver: string): readonly string[] {
  return [...new Set(samples.filter(({ labels }) => labels['resolver'] === resolver).map(({ name }) => name))];
}

const newMetrics = (): Metrics => new Metrics({ version: '0.0.0-test' });

async function scrape(metrics: Metrics): Promise<readonly PrometheusSample[]> {
  return lintPrometheus(await metrics.text());
}

function valueOf(samples: readonly PrometheusSample[], name: string, labels: Record<string, string>): number | null {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.value ?? null;
}

describe('Metrics.addBatch()', () => {
  it('counts attempts by series and outcome over batches, every outcome from 0', async () => {
    const metrics = newMetrics();
    metrics.addBatch(
      batch([
        [0, 'answered', 120],
        [0, 'timeout'],
        [1, 'wrong_rcode', 900],
      ]),
    );
    metrics.addBatch(batch([[0, 'answered', 80]]));
    const samples = await scrape(metrics);
    const count = (resolver: string, outcome: Outcome) =>
      valueOf(samples, 'resolver_slo_attempts_total', { resolver, outcome });
    expect([count('ns1', 'answered'), count('ns1', 'timeout'), count('ns2', 'wrong_rcode')]).toEqual([2, 1, 1]);
    expect(OUTCOMES.map((outcome) => count('ns2', outcome)).filter((value) => value === 0)).toHaveLength(8);
    expect(samples.find((sample) => sample.name === 'resolver_slo_attempts_total')?.labels).toEqual({
      ...SAMPLE_SERIES,
      outcome: 'answered',
    });
  });

  it('puts the RTT of every reply into fixed buckets, in seconds', async () => {
    const metrics = newMetrics();
    metrics.addBatch(
      batch([
        [0, 'answered', 100],
        [0, 'answered', 101],
        [0, 'wrong_answer', 3_000_000],
        [0, 'timeout'],
        [0, 'malformed', 60_000_000],
      ]),
    );
    const samples = await scrape(metrics);
    const bucket = (le: string) => valueOf(samples, 'resolver_slo_rtt_seconds_bucket', { resolver: 'ns1', le });
    expect([bucket('0.0001'), bucket('0.00025'), bucket('2.5'), bucket('5'), bucket('10'), bucket('+Inf')]).toEqual([
      1, 2, 2, 3, 3, 4,
    ]);
    expect(valueOf(samples, 'resolver_slo_rtt_seconds_count', { resolver: 'ns1' })).toBe(4);
    expect(valueOf(samples, 'resolver_slo_rtt_seconds_sum', { resolver: 'ns1' })).toBeCloseTo(63.000201, 9);
    expect(valueOf(samples, 'resolver_slo_rtt_seconds_count', { resolver: 'ns2' })).toBe(0);
  });

  it('puts the phases that attempts had into buckets of their series; others are absent', async () => {
    const metrics = newMetrics();
    const attempts = batch([
      [0, 'answered', 9_000],
      [1, 'answered', 120],
      [0, 'timeout'],
    ]);
    const phases = {
      row: Uint32Array.of(0, 2),
      connectUs: Float64Array.of(2_000, 90),
      tlsUs: Float64Array.of(4_000, NaN),
      queryUs: Float64Array.of(NaN, NaN),
    };
    metrics.addBatch({ ...attempts, phases });
    metrics.addBatch({ ...attempts, phases });
    const samples = await scrape(metrics);
    const count = (phase: string, resolver = 'ns1') =>
      valueOf(samples, 'resolver_slo_phase_seconds_count', { ...SAMPLE_SERIES, resolver, phase });
    expect([count('connect'), count('tls'), count('query'), count('connect', 'ns2')]).toEqual([4, 2, null, null]);
    const bucket = { resolver: 'ns1', phase: 'connect', le: '0.0001' };
    expect(valueOf(samples, 'resolver_slo_phase_seconds_bucket', bucket)).toBe(2);
    expect(valueOf(samples, 'resolver_slo_phase_seconds_sum', { phase: 'tls' })).toBeCloseTo(0.008, 9);
  });

  it('counts connections by probe and resolver, and tells when a certificate expires', async () => {
    const metrics = newMetrics();
    const askedAgain = { closed: 1, unprocessed: 2 };
    const known = { probe: 'public', askedAgain, certificateExpiresAtMs: null };
    const dot = { ...known, resolver: 'ns1', opened: 3, reopened: 1, certificateExpiresAtMs: 1_800_000_000_999 };
    const tcp = { ...known, resolver: 'ns2', opened: 2, reopened: 0 };
    metrics.addBatch({ ...batch([]), connections: [dot, tcp] });
    metrics.addBatch({ ...batch([]), connections: [{ ...dot, opened: 1, reopened: 0, certificateExpiresAtMs: null }] });
    const samples = await scrape(metrics);
    const of = (name: string, resolver: string) =>
      valueOf(samples, `resolver_slo_${name}`, { probe: 'public', resolver });
    expect([of('connections_opened_total', 'ns1'), of('connections_reopened_total', 'ns1')]).toEqual([4, 1]);
    expect([of('connections_opened_total', 'ns2'), of('connections_reopened_total', 'ns2')]).toEqual([2, 0]);
    const again = (reason: string) =>
      valueOf(samples, 'resolver_slo_queries_asked_again_total', { probe: 'public', resolver: 'ns1', reason });
    expect([again('closed'), again('unprocessed')]).toEqual([2, 4]);
    expect(of('certificate_expiry_timestamp_seconds', 'ns1')).toBe(1_800_000_000);
    expect(of('certificate_expiry_timestamp_seconds', 'ns2')).toBeNull();
  });

  it('counts whom stubs asked, and who answered', async () => {
    const metrics = newMetrics();
    const news = { probe: 'public', stub: 'stub', resolver: 'ns1', asked: 3, answered: 1 };
    metrics.addBatch({ ...batch([]), stubs: [news, { ...news, stub: 'stub-tuned', asked: 9 }] });
    metrics.addBatch({ ...batch([]), stubs: [news] });
    const samples = await scrape(metrics);
    const of = (name: string, stub: string) => valueOf(samples, `resolver_slo_stub_${name}_total`, { stub });
    expect([of('queries', 'stub'), of('answers', 'stub')]).toEqual([6, 2]);
    expect([of('queries', 'stub-tuned'), of('answers', 'stub-tuned')]).toEqual([9, 1]);
  });

  it('exports the health of the prober', async () => {
    const metrics = newMetrics();
    expect(valueOf(await scrape(metrics), 'resolver_slo_receive_clock_info', {})).toBeNull();
    const health = {
      sendLagUs: Float64Array.of(-3, 20, 400),
      loopLagUs: Float64Array.of(7),
      suspicious: 2,
      clamped: 1,
    };
    metrics.addBatch(batch([], health));
    metrics.addBatch(batch([], health));
    const samples = await scrape(metrics);
    expect(valueOf(samples, 'resolver_slo_send_lag_seconds_count', {})).toBe(6);
    expect(valueOf(samples, 'resolver_slo_send_lag_seconds_bucket', { le: '0.00001' })).toBe(2);
    expect(valueOf(samples, 'resolver_slo_loop_lag_seconds_count', {})).toBe(2);
    expect(valueOf(samples, 'resolver_slo_suspicious_replies_total', {})).toBe(4);
    expect(valueOf(samples, 'resolver_slo_rtt_clamped_total', {})).toBe(2);
    expect(valueOf(samples, 'resolver_slo_receive_clock_info', { clock: 'kernel' })).toBe(1);
  });

  it('neither loses nor invents an attempt, whatever comes', async () => {
    const row = fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(...OUTCOMES), fc.integer({ min: 1, max: 60_000_000 }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(row, { maxLength: 30 }), { maxLength: 4 }), async (batches) => {
        const metrics = newMetrics();
        for (const rows of batches) {
          metrics.addBatch(
            batch(
              rows.map(([series, outcome, rtt]) => (isReplied(outcome) ? [series, outcome, rtt] : [series, outcome])),
            ),
          );
        }
        const samples = await scrape(metrics);
        const total = (name: string) =>
          samples.filter((sample) => sample.name === name).reduce((sum, sample) => sum + sample.value, 0);
        const rows = batches.flat();
        expect(total('resolver_slo_attempts_total')).toBe(rows.length);
        expect(total('resolver_slo_rtt_seconds_count')).toBe(rows.filter(([, outcome]) => isReplied(outcome)).length);
      }),
      { numRuns: 30 },
    );
  });
});

describe('Metrics.knowSeries()', () => {
  it('makes counters exist before the first attempt', async () => {
    const metrics = newMetrics();
    metrics.knowSeries([planned(SAMPLE_SERIES)]);
    expect(valueOf(await scrape(metrics), 'resolver_slo_attempts_total', { outcome: 'timeout' })).toBe(0);
  });

  it('forgets everything about what left the plan, and what is still told of it', async () => {
    const metrics = newMetrics();
    metrics.knowSeries([planned(SAMPLE_SERIES), planned(NS2), planned(STUB, null)]);
    metrics.addBatch(EVENTFUL);
    expect(namesAbout(await scrape(metrics), 'ns1')).toEqual(ALL_ABOUT_A_RESOLVER);
    metrics.knowSeries([planned(NS2), planned(STUB, null)]);
    metrics.addBatch(EVENTFUL);
    expect(namesAbout(await scrape(metrics), 'ns1')).toEqual([]);
  });

  it('lets counters of what stays go on', async () => {
    const metrics = newMetrics();
    metrics.knowSeries([planned(SAMPLE_SERIES), planned(NS2), planned(STUB, null)]);
    metrics.addBatch(EVENTFUL);
    metrics.knowSeries([planned(NS2), planned(STUB, null)]);
    metrics.addBatch(EVENTFUL);
    const samples = await scrape(metrics);
    const of = (name: string, labels = {}) =>
      valueOf(samples, `resolver_slo_${name}`, { ...labels, probe: 'public', resolver: 'ns2' });
    expect(of('attempts_total', { outcome: 'answered' })).toBe(2);
    expect(of('rtt_seconds_count')).toBe(2);
    expect(of('phase_seconds_count', { phase: 'connect' })).toBe(2);
    expect([of('connections_opened_total'), of('connections_reopened_total')]).toEqual([4, 2]);
    expect([of('stub_queries_total'), of('stub_answers_total')]).toEqual([6, 2]);
  });

  it('begins anew with what comes back into the plan', async () => {
    const metrics = newMetrics();
    metrics.knowSeries([planned(SAMPLE_SERIES)]);
    metrics.addBatch(batch([[0, 'timeout']]));
    metrics.knowSeries([planned(NS2)]);
    metrics.knowSeries([planned(SAMPLE_SERIES)]);
    const count = async () => valueOf(await scrape(metrics), 'resolver_slo_attempts_total', { outcome: 'timeout' });
    expect(await count()).toBe(0);
    metrics.addBatch(batch([[0, 'timeout']]));
    expect(await count()).toBe(1);
  });

  it('tells no expiry of a certificate once its resolver is asked without TLS', async () => {
    const metrics = newMetrics();
    const expiry = 'resolver_slo_certificate_expiry_timestamp_seconds';
    metrics.knowSeries([planned(SAMPLE_SERIES, 'dot')]);
    metrics.addBatch(EVENTFUL);
    expect(valueOf(await scrape(metrics), expiry, { resolver: 'ns1' })).toBe(1_800_000_000);
    metrics.knowSeries([planned(SAMPLE_SERIES, 'tcp')]);
    metrics.addBatch(EVENTFUL);
    const samples = await scrape(metrics);
    expect(valueOf(samples, expiry, { resolver: 'ns1' })).toBeNull();
    expect(valueOf(samples, 'resolver_slo_connections_opened_total', { resolver: 'ns1' })).toBe(4);
  });

  it('forgets whom a stub asked that is no more, or that asks this resolver no more', async () => {
    const metrics = newMetrics();
    metrics.knowSeries([planned(NS2), planned(STUB, null)]);
    metrics.addBatch(EVENTFUL);
    const asked = async () => valueOf(await scrape(metrics), 'resolver_slo_stub_queries_total', { resolver: 'ns2' });
    expect(await asked()).toBe(3);
    metrics.knowSeries([planned(NS2, 'dot'), planned(STUB, null)]);
    expect(await asked()).toBeNull();
    metrics.knowSeries([planned(NS2)]);
    metrics.addBatch(EVENTFUL);
    expect(await asked()).toBeNull();
  });
});

describe('Metrics.setSnapshot()', () => {
  it('exports SLI, budget, burn rates and alerts of every SLO', async () => {
    const metrics = newMetrics();
    const snapshot = sampleSnapshot([
      { name: 'a', state: 'at_risk' },
      { name: 'b', visibility: 'internal' },
    ]);
    metrics.setSnapshot(snapshot);
    const samples = await scrape(metrics);
    expect(valueOf(samples, 'resolver_slo_sli', { slo: 'a' })).toBe(snapshot.slos[0]!.status.sli);
    expect(valueOf(samples, 'resolver_slo_coverage', { slo: 'a' })).toBe(snapshot.slos[0]!.status.coverage);
    expect(valueOf(samples, 'resolver_slo_error_budget_remaining', { slo: 'b' })).toBe(
      snapshot.slos[1]!.status.errorBudget.remaining,
    );
    expect(valueOf(samples, 'resolver_slo_burn_rate', { slo: 'a', window: '5m' })).toBe(16.3);
    expect(valueOf(samples, 'resolver_slo_alert_firing', { slo: 'a', alert: 'fast-burn', severity: 'page' })).toBe(1);
    expect(valueOf(samples, 'resolver_slo_alert_firing', { slo: 'b', alert: 'fast-burn' })).toBe(0);
  });

  it('leaves figures without data out', async () => {
    const metrics = newMetrics();
    metrics.setSnapshot(sampleSnapshot([{ name: 'a', state: 'no_data' }]));
    const samples = await scrape(metrics);
    expect(samples.some((sample) => sample.name === 'resolver_slo_sli')).toBe(false);
    expect(samples.some((sample) => sample.name === 'resolver_slo_coverage')).toBe(false);
    expect(samples.some((sample) => sample.name === 'resolver_slo_burn_rate')).toBe(false);
    expect(valueOf(samples, 'resolver_slo_alert_firing', { alert: 'no-data' })).toBe(1);
  });
});

describe('Metrics.registerSource()', () => {
  it('exports figures of others, escaped, and leaves out what has no data or fails', async () => {
    const metrics = newMetrics();
    const source = { help: 'Help.', kind: 'gauge' } as const;
    metrics.registerSource({ ...source, name: 'resolver_slo_depth', collect: () => Promise.resolve(3) });
    metrics.registerSource({ ...source, name: 'resolver_slo_none', collect: () => null });
    metrics.registerSource({ ...source, name: 'resolver_slo_broken', collect: () => Promise.reject(new Error('no')) });
    metrics.registerSource({
      ...source,
      name: 'resolver_slo_odd',
      collect: () => [{ labels: { name: 'a"b\\c\nd' }, value: 1 }],
    });
    const samples = await scrape(metrics);
    expect(valueOf(samples, 'resolver_slo_depth', {})).toBe(3);
    expect(valueOf(samples, 'resolver_slo_odd', { name: 'a\\"b\\\\c\\nd' })).toBe(1);
    expect(samples.some((sample) => /none|broken/.test(sample.name))).toBe(false);
  });

  it('refuses a name that is taken', () => {
    expect(() =>
      newMetrics().registerSource({ name: 'resolver_slo_sli', help: 'x', kind: 'gauge', collect: () => 1 }),
    ).toThrow('resolver_slo_sli');
  });
});
