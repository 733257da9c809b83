import type { MinuteReport, SeriesMinute } from '../../src/domain/minute-report.js';
import type { SloStatus } from '../../src/domain/slo-status.js';

/** A minute in which one SLO and one series have data for everything. */
export function sampleReport(minuteMs: number, overrides: Partial<MinuteReport> = {}): MinuteReport {
  return { minuteMs, slos: [sampleSlo()], series: [sampleSeries()], resolvers: [], ...overrides };
}

export function sampleSlo(overrides: Partial<SloStatus> = {}): SloStatus {
  return {
    name: 'public-availability',
    service: 'public-resolver',
    displayName: 'Availability',
    objective: 0.999,
    budgetingMethod: 'Occurrences',
    window: { from: '2026-10-01T00:00:00Z', to: '2026-10-29T00:00:00Z', duration: '28d', isRolling: true },
    good: 99_890,
    valid: 100_000,
    sli: 0.9989,
    errorBudget: { total: 0.001, consumed: 1.1, remaining: -0.1 },
    coverage: 0.998,
    dataSince: '2026-10-01T00:00:00Z',
    excluded: { prober_error: 12, maintenance: 0, correction: 0 },
    burnRates: { '5m': 14.2, '1h': 15.1, '3d': 1.1 },
    alerts: [],
    status: 'violated',
    exhaustsAt: null,
    forecast: { '1h': null, '6h': null, '3d': null },
    ...overrides,
  };
}

export function sampleSeries(overrides: Partial<SeriesMinute> = {}): SeriesMinute {
  return {
    series: { vantage: 'tokyo', probe: 'public', resolver: 'ns1', query: 'www' },
    valid: 60,
    answered: 57,
    p50Us: 1_234,
    p90Us: 2_500,
    p99Us: 30_000,
    maxUs: 31_000,
    ...overrides,
  };
}
