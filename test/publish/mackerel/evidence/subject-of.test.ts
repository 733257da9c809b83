import { describe, expect, it } from 'vitest';

import { subjectOf } from '../../../../src/publish/mackerel/evidence/subject-of.js';
import { wantedMonitors } from '../../../../src/publish/mackerel/monitors/wanted-monitors.js';
import { slo } from '../../../support/slo-samples.js';

const SLOS = [
  slo(),
  slo({ name: 'a/b', key: 'a/b' }),
  slo({ name: 'two', key: 'two', objectiveName: '99.9%' }),
  slo({ name: 'two', key: 'two#2', objectiveName: '99%' }),
];
const metric = (name: string, more: object = {}) =>
  subjectOf({ type: 'service', service: 'dns', metric: name, memo: 'by hand', ...more }, SLOS, 'dns');

describe('subjectOf()', () => {
  it('knows what each of our own monitors is about', () => {
    const monitors = wantedMonitors(SLOS, { service: 'dns', baseUrl: null, runbook: null });
    const subjects = monitors.map(({ key, monitor }) => [key, subjectOf({ ...monitor }, SLOS, 'dns')] as const);
    for (const [key, subject] of subjects) {
      const alert = /\/alert\/(.*)$/.exec(key)?.[1] ?? null;
      const slo = key.replace(/\/(alert\/[^/]*|budget)$/, '');
      expect(subject).toEqual(key === 'silence' ? { kind: 'all' } : { kind: 'slo', key: slo, alert });
    }
  });

  it('knows our metrics where others watch them', () => {
    expect(metric('slo.availability.burn_rate_1h')).toEqual({ kind: 'slo', key: 'availability', alert: null });
    expect(metric('slo.two.99.sli')).toEqual({ kind: 'slo', key: 'two#2', alert: null });
    expect(metric('slo.two.99-9.sli')).toEqual({ kind: 'slo', key: 'two', alert: null });
    const series = { kind: 'series', probe: 'public', resolver: 'ns1', query: 'www' };
    expect(metric('rtt.public.ns1.www.p99')).toEqual(series);
    expect(metric('availability.public.ns1.www')).toEqual(series);
  });

  it('knows nothing in particular of anything else', () => {
    const all = { kind: 'all' };
    expect(subjectOf(null, SLOS, 'dns')).toEqual(all);
    expect(subjectOf({ type: 'host', metric: 'cpu%' }, SLOS, 'dns')).toEqual(all);
    expect(metric('slo.gone.sli')).toEqual(all);
    expect(metric('availability.public')).toEqual(all);
    expect(metric('slo.availability.sli', { service: 'web' })).toEqual(all);
    expect(metric('x', { memo: 'resolver-slo monitor web/availability/budget' })).toEqual(all);
    expect(metric('x', { memo: 'resolver-slo monitor dns/gone/budget' })).toEqual(all);
  });
});
