import { describe, expect, it } from 'vitest';

import { ProbeSummary } from '../../src/cli/probe-summary.js';
import { answeredIn, failedAs, sampleAttempt } from '../support/probe-attempts.js';

const NONE = { min: null, p50: null, p90: null, p99: null, p999: null, max: null, mean: null };

function summaryOf(...attempts: readonly ReturnType<typeof sampleAttempt>[]): ProbeSummary {
  const summary = new ProbeSummary();
  for (const attempt of attempts) summary.record(attempt);
  return summary;
}

const hundred = Array.from({ length: 100 }, (_, index) => answeredIn(index + 1));

describe('ProbeSummary', () => {
  it('has no figures before anything was measured, and has not all answered', () => {
    const summary = new ProbeSummary();
    expect(summary.rtt()).toEqual(NONE);
    expect(summary.rttOfValid()).toEqual(NONE);
    expect(summary.sendLag()).toEqual({ p50: null, p99: null, max: null });
    expect(summary.connections).toBeNull();
    expect(summary.isAllAnswered).toBe(false);
  });

  it('takes figures of the answered attempts apart from others', () => {
    const summary = summaryOf(...hundred, sampleAttempt({ outcome: 'wrong_rcode', rttUs: 9_999 }), failedAs('timeout'));
    expect(summary.rtt()).toEqual({ min: 1, p50: 50, p90: 90, p99: 99, p999: 100, max: 100, mean: 50.5 });
    expect(summary.outcomes).toEqual([
      ['answered', 100],
      ['wrong_rcode', 1],
      ['timeout', 1],
    ]);
    expect(summary.isAllAnswered).toBe(false);
  });

  it('lays failures above every RTT: with 5 % timeouts there is no p99', () => {
    const summary = summaryOf(...hundred.slice(0, 95), ...Array.from({ length: 5 }, () => failedAs('timeout')));
    expect(summary.rttOfValid()).toMatchObject({ p50: 50, p90: 90, p99: null, p999: null, max: 95 });
    expect(summary.rtt().p99).toBe(95);
  });

  it('leaves out of it what was our own fault', () => {
    const summary = summaryOf(...hundred, ...hundred.map(() => failedAs('prober_error', { sendLagUs: null })));
    expect(summary.valid).toBe(100);
    expect(summary.rttOfValid().p99).toBe(99);
  });

  it('never has a percentile above the slowest answer', () => {
    const summary = summaryOf(answeredIn(1_234_567));
    expect(summary.rtt()).toMatchObject({ min: 1_234_567, p50: 1_234_567, p999: 1_234_567, max: 1_234_567 });
  });

  it('takes send lags of the attempts that were sent', () => {
    const lags = [30, 10, 20.4].map((sendLagUs) => answeredIn(50, { sendLagUs }));
    const summary = summaryOf(...lags, failedAs('prober_error', { sendLagUs: null }));
    expect(summary.sendLag()).toEqual({ p50: 20, p99: 30, max: 30 });
    expect(summary.count).toBe(4);
  });

  it('keeps the phases and counts of connections, and the certificate seen last', () => {
    const opened = { isReopened: false, connectUs: 100, tlsUs: 300, queryUs: 50, certificateExpiresAtMs: 1 };
    const summary = summaryOf(
      answeredIn(450, { connection: opened }),
      answeredIn(40),
      answeredIn(60, { connection: { ...opened, isReopened: true, connectUs: 200, queryUs: null } }),
      failedAs('network_error', { connection: { ...opened, tlsUs: null, certificateExpiresAtMs: null } }),
    );
    expect(summary.connections).toEqual({ opened: 3, reopened: 1, certificateExpiresAtMs: 1 });
    const phases = summary.phases.map(([phase, figures]) => [phase, figures.count, figures.figures().max]);
    expect(phases).toEqual([
      ['connect', 3, 200],
      ['tls', 2, 300],
      ['query', 2, 50],
    ]);
  });

  it('keeps the last three failures of each outcome', () => {
    const timeouts = [1, 2, 3, 4].map((scheduledAtMs) => failedAs('timeout', { scheduledAtMs }));
    const summary = summaryOf(failedAs('network_error', { scheduledAtMs: 0, detail: 'ECONNREFUSED' }), ...timeouts);
    expect(summary.failures.map(({ outcome, scheduledAtMs }) => [outcome, scheduledAtMs])).toEqual([
      ['timeout', 2],
      ['timeout', 3],
      ['timeout', 4],
      ['network_error', 0],
    ]);
    expect(summary.failures.at(-1)!.detail).toBe('ECONNREFUSED');
  });
});
