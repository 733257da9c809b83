import { describe, expect, it } from 'vitest';
import { ProbeSummary } from '../../src/cli/probe-summary.js';

const answered = (rttUs: number, sendLagUs = 5) => ({ outcome: 'answered', rttUs, sendLagUs }) as const;

describe('ProbeSummary', () => {
  it('has no figures before anything was measured, and has not all answered', () => {
    const summary = new ProbeSummary();
    expect(summary.rtt()).toEqual({ min: null, p50: null, p90: null, p99: null, p999: null, max: null, mean: null });
    expect(summary.sendLag()).toEqual({ p50: null, p99: null, max: null });
    expect(summary.isAllAnswered).toBe(false);
  });

  it('takes percentiles over the answered attempts only', () => {
    const summary = new ProbeSummary();
    for (let rttUs = 1; rttUs <= 100; rttUs++) summary.record(answered(rttUs));
    summary.record({ outcome: 'wrong_rcode', rttUs: 9_999, sendLagUs: 5 });
    summary.record({ outcome: 'timeout', rttUs: null, sendLagUs: 5 });
    expect(summary.rtt()).toEqual({ min: 1, p50: 50, p90: 90, p99: 99, p999: 100, max: 100, mean: 50.5 });
    expect(summary.outcomes).toEqual([
      ['answered', 100],
      ['wrong_rcode', 1],
      ['timeout', 1],
    ]);
    expect(summary.isAllAnswered).toBe(false);
  });

  it('never has a percentile above the slowest answer', () => {
    const summary = new ProbeSummary();
    summary.record(answered(1_234_567));
    expect(summary.rtt()).toMatchObject({ min: 1_234_567, p50: 1_234_567, p999: 1_234_567, max: 1_234_567 });
  });

  it('takes send lags of the attempts that were sent', () => {
    const summary = new ProbeSummary();
    for (const lagUs of [30, 10, 20.4]) summary.record(answered(50, lagUs));
    summary.record({ outcome: 'prober_error', rttUs: null, sendLagUs: null });
    expect(summary.sendLag()).toEqual({ p50: 20, p99: 30, max: 30 });
    expect(summary.count).toBe(4);
  });
});
