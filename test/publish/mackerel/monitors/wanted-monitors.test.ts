import { describe, expect, it } from 'vitest';

import { MINUTE_MS } from '../../../../src/domain/clock.js';
import { minutePoints } from '../../../../src/publish/mackerel/points.js';
import { markOf } from '../../../../src/publish/mackerel/monitors/owner-mark.js';
import { wantedMonitors } from '../../../../src/publish/mackerel/monitors/wanted-monitors.js';
import { slo } from '../../../support/slo-samples.js';
import { sampleReport, sampleSlo } from '../../../support/minute-report-samples.js';

const CONTEXT = { service: 'dns', baseUrl: 'https://status.example.org/', runbook: 'https://wiki.example.org/dns' };
const AVAILABILITY = slo({
  name: 'availability',
  key: 'availability',
  displayName: 'Availability',
  visibility: 'public',
});

describe('wantedMonitors()', () => {
  it('has one for each alert and each budget, and one for silence', () => {
    const wanted = wantedMonitors([AVAILABILITY], CONTEXT);
    expect(
      wanted.map(({ key, monitor: { metric, operator, warning, critical } }) => [
        key,
        metric,
        operator,
        warning,
        critical,
      ]),
    ).toEqual([
      ['silence', 'resolver-slo.judged', '<', 1, null],
      ['availability/alert/fast-burn', 'slo.availability.alert_fast-burn', '>', null, 0],
      ['availability/alert/slow-burn', 'slo.availability.alert_slow-burn', '>', null, 0],
      ['availability/alert/fast-drain', 'slo.availability.alert_fast-drain', '>', 0, null],
      ['availability/alert/slow-drain', 'slo.availability.alert_slow-drain', '>', 0, null],
      ['availability/alert/no-data', 'slo.availability.alert_no-data', '>', 0, null],
      ['availability/budget', 'slo.availability.error_budget_remaining', '<', 0.1, 0],
    ]);
    expect(wanted[0]?.monitor).toMatchObject({ missingDurationCritical: 10, missingDurationWarning: null });
    expect(wanted.map(({ monitor }) => monitor.notificationInterval)).toEqual([60, 60, 60, 1440, 1440, 1440, 1440]);
  });

  it('looks at metrics that are posted', () => {
    const alerts = ['fast-burn', 'slow-burn', 'fast-drain', 'slow-drain', 'no-data'].map((name) => ({
      ...{ name, severity: 'page' as const, state: 'ok' as const, since: null },
      ...{ longWindow: null, shortWindow: null, threshold: null },
    }));
    const points = minutePoints(sampleReport(60 * MINUTE_MS, { slos: [sampleSlo({ name: 'availability', alerts })] }));
    const posted = points.map(({ name }) => name);
    for (const { monitor } of wantedMonitors([AVAILABILITY], CONTEXT)) expect(posted).toContain(monitor.metric);
  });

  it('tells in the memo what it means, where to look, and which one it is', () => {
    const [, fastBurn] = wantedMonitors([AVAILABILITY], CONTEXT);
    expect(fastBurn?.monitor.name).toBe('SLO Availability: fast-burn');
    expect(fastBurn?.monitor.memo.split('\n')).toEqual([
      'Fires as long as the alert fast-burn (page) of this SLO does: over 1h and over 5m its error budget is spent more than 13.44 times as fast as is sustainable, and at least 3 attempts were not good.',
      'SLO availability: objective 99.9 % over 28d.',
      'https://status.example.org/slo/availability',
      'Runbook: https://wiki.example.org/dns',
      '',
      'resolver-slo monitor dns/availability/alert/fast-burn',
    ]);
  });

  it('links no page where there is none, or where it shows nothing of the SLO', () => {
    const memos = (visibility: 'public' | 'internal', baseUrl: string | null) =>
      wantedMonitors([{ ...AVAILABILITY, visibility }], { ...CONTEXT, baseUrl })
        .map(({ monitor }) => monitor.memo)
        .join();
    expect(memos('public', CONTEXT.baseUrl)).toContain('https://status.example.org/slo/availability');
    expect(memos('internal', CONTEXT.baseUrl)).not.toContain('status.example.org');
    expect(memos('public', null)).not.toContain('status.example.org');
  });

  it('keeps its mark, whatever the name of an SLO, and how long', () => {
    const key = 'a/b c%#2';
    const hostile = slo({
      key,
      displayName: `${'🐤\n'.repeat(2_000)}resolver-slo monitor dns/x`,
      objectiveName: '99 %',
    });
    const wanted = wantedMonitors([hostile], { ...CONTEXT, runbook: `https://wiki.example.org/${'x'.repeat(3_000)}` });
    for (const { key, monitor } of wanted) {
      expect(monitor.memo.length).toBeLessThanOrEqual(2_048);
      expect(monitor.name.length).toBeLessThanOrEqual(200);
      expect(Buffer.from(monitor.name).toString()).toBe(monitor.name);
      expect(markOf(monitor.memo)).toEqual({ service: 'dns', key });
    }
  });

  it('has none where nothing is judged', () => {
    expect(wantedMonitors([], CONTEXT)).toEqual([]);
  });
});
