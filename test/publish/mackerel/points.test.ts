import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SloStatus } from '../../../src/domain/slo-status.js';
import { metricNamePart } from '../../../src/domain/mackerel-names.js';
import { minutePoints } from '../../../src/publish/mackerel/points.js';
import { sampleReport, sampleSeries, sampleSlo } from '../../support/minute-report-samples.js';

const MINUTE_MS = Date.UTC(2026, 9, 29, 0, 1);

const ALERTS = [
  { name: 'fast-burn', severity: 'page', state: 'firing', longWindow: '1h', shortWindow: '5m', threshold: 13.44 },
  { name: 'no-data', severity: 'ticket', state: 'pending', longWindow: null, shortWindow: null, threshold: null },
].map((alert) => ({ ...alert, since: null })) as SloStatus['alerts'];

describe('minutePoints()', () => {
  it('names every value of an SLO and a series, in the documented units', () => {
    const points = minutePoints(sampleReport(MINUTE_MS, { slos: [sampleSlo({ alerts: ALERTS })] }));
    expect(Object.fromEntries(points.map(({ name, value }) => [name, value]))).toEqual({
      'slo.public-availability.sli': 0.9989,
      'slo.public-availability.coverage': 0.998,
      'slo.public-availability.error_budget_remaining': -0.1,
      'slo.public-availability.burn_rate_5m': 14.2,
      'slo.public-availability.burn_rate_1h': 15.1,
      'slo.public-availability.burn_rate_3d': 1.1,
      'slo.public-availability.alert_fast-burn': 1,
      'slo.public-availability.alert_no-data': 0,
      'resolver-slo.judged': 1,
      'rtt.public.ns1.www.p50': 1.234,
      'rtt.public.ns1.www.p90': 2.5,
      'rtt.public.ns1.www.p99': 30,
      'rtt.public.ns1.www.max': 31,
      'availability.public.ns1.www': 95,
    });
  });

  it('stamps every point with the start of the minute in seconds', () => {
    const times = minutePoints(sampleReport(MINUTE_MS)).map(({ time }) => time);
    expect(new Set(times)).toEqual(new Set([MINUTE_MS / 1_000]));
  });

  it('leaves out what has no data', () => {
    const slo = sampleSlo({
      sli: null,
      errorBudget: { total: 0.001, consumed: null, remaining: null },
      burnRates: { '5m': null, '1h': 2 },
    });
    const series = sampleSeries({ valid: 0, answered: 0, p50Us: null, p90Us: null, p99Us: null, maxUs: null });
    const points = minutePoints(sampleReport(MINUTE_MS, { slos: [slo], series: [series] }));
    expect(points.map(({ name }) => name)).toEqual(['resolver-slo.judged', 'slo.public-availability.burn_rate_1h']);
  });

  it('posts an availability of 0 when every valid attempt failed', () => {
    const series = sampleSeries({ valid: 60, answered: 0, p50Us: null, p90Us: null, p99Us: null, maxUs: null });
    expect(minutePoints(sampleReport(MINUTE_MS, { slos: [], series: [series] }))).toEqual([
      { name: 'availability.public.ns1.www', time: MINUTE_MS / 1_000, value: 0 },
    ]);
  });

  it('leaves out NaN and infinities, which Mackerel does not take', () => {
    const slo = sampleSlo({ sli: Number.NaN, burnRates: { '5m': Number.POSITIVE_INFINITY, '1h': -Infinity } });
    const names = minutePoints(sampleReport(MINUTE_MS, { slos: [slo], series: [] })).map(({ name }) => name);
    expect(names).toEqual([
      'resolver-slo.judged',
      'slo.public-availability.coverage',
      'slo.public-availability.error_budget_remaining',
    ]);
  });

  it('turns dots inside names into hyphens, so that a name stays one part', () => {
    const series = sampleSeries({
      series: { vantage: 'tokyo', probe: 'public.v4', resolver: '192.0.2.53', query: 'www.example.org' },
    });
    const names = minutePoints(sampleReport(MINUTE_MS, { slos: [sampleSlo({ name: 'a.b' })], series: [series] })).map(
      ({ name }) => name,
    );
    expect(names).toContain('slo.a-b.sli');
    expect(names).toContain('rtt.public-v4.192-0-2-53.www-example-org.p50');
    expect(names).toContain('availability.public-v4.192-0-2-53.www-example-org');
  });

  it('makes only names that Mackerel takes, of a fixed number of parts, whatever the users named things', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(name, name, name, name, (slo, probe, resolver, query) => {
        const series = sampleSeries({ series: { vantage: 'tokyo', probe, resolver, query } });
        const report = sampleReport(MINUTE_MS, { slos: [sampleSlo({ name: slo })], series: [series] });
        for (const point of minutePoints(report)) {
          expect(point.name).toMatch(/^[A-Za-z0-9._-]+$/);
          expect(point.name.split('.')).toHaveLength(PARTS[point.name.split('.')[0]!]!);
        }
      }),
    );
  });
});

const PARTS: Readonly<Record<string, number>> = { slo: 3, rtt: 5, availability: 4, 'resolver-slo': 2 };

describe('metricNamePart()', () => {
  it('keeps what Mackerel allows', () => {
    expect(metricNamePart('Ns1_a-b')).toBe('Ns1_a-b');
  });

  it('replaces each other character by one hyphen', () => {
    expect(metricNamePart('a.b c/d')).toBe('a-b-c-d');
  });
});
