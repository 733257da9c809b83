import { beforeAll, describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { formatSloTable } from '../../src/cli/slo-table.js';
import { DAY_MS, isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { createPublicApp } from '../../src/publish/http/public-listener.js';
import { minutePoints } from '../../src/publish/mackerel/points.js';
import { Metrics } from '../../src/publish/prometheus/metrics.js';
import { renderHtml } from '../../src/publish/status-page/render-html.js';
import { StatusPage } from '../../src/publish/status-page/status-page.js';
import { MemoryHistory } from '../support/memory-history.js';
import { lintPrometheus } from '../support/prometheus-lint.js';
import { samplePage, samplePublicOptions, sampleSite } from '../support/public-app.js';
import { sampleSnapshot } from '../support/sample-snapshot.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const TO_MS = Date.parse('2026-10-29T00:00:00Z');
const FROM_MS = TO_MS - 28 * DAY_MS;
const NS1 = series('ns1');
const within = { good: eventSource('within', {}, 50_000), bad: null, total: eventSource('valid') };
const slices = (budgetingMethod: 'Timeslices' | 'RatioTimeslices', target: number | null) =>
  ({ budgetingMethod, slices: { widthMs: 5 * MINUTE_MS, target } }) as const;

const SLOS: readonly SloDefinition[] = [
  slo({ name: 'occurrences' }),
  slo({ name: 'latency', indicator: within }),
  slo({ name: 'timeslices', ...slices('Timeslices', 0.99) }),
  slo({ name: 'ratio-timeslices', ...slices('RatioTimeslices', null) }),
  slo({ name: 'by-series', weighing: { kind: 'series' } }),
  slo({ name: 'by-quorum', weighing: { kind: 'quorum', share: 0.51, fewestVantages: 1 } }),
  slo({ name: 'enough-of-many', weighing: { kind: 'enough-of-many' } }),
  // The month has begun 28 days ago.
  slo({ name: 'month', calendar: { unit: 'month', count: 1, timeZone: 'UTC', anchor: null }, periodText: '1M' }),
  slo({ name: 'both', key: 'both', objectiveName: 'answered', compositeWeight: 3 }),
  slo({ name: 'both', key: 'both#2', objectiveName: 'in-time', compositeWeight: 1, indicator: within }),
];
/** Those, and the composite as a whole. */
const SHOWN = SLOS.length + 1;

/** All of one day's minutes answered, nothing known of the other 27: the prober was dead, or could not send. */
function aliveOn(day: number, meanwhile: 'silence' | 'prober_error'): MemoryHistory {
  const history = new MemoryHistory();
  for (let minute = 0; minute < 28 * 1440; minute++) {
    const minuteMs = FROM_MS + minute * MINUTE_MS;
    if (Math.floor(minute / 1440) === day) history.add(NS1, minuteMs, [{ outcome: 'answered', count: 1, rttUs: 900 }]);
    else if (meanwhile === 'prober_error' && minute % 60 === 0)
      history.add(NS1, minuteMs, [{ outcome: meanwhile, count: 60 }]);
  }
  return history;
}

describe.each([
  [0, 'silence'],
  [13, 'silence'],
  [27, 'silence'],
  [0, 'prober_error'],
  [27, 'prober_error'],
] as const)('a prober that was alive on day %i of 28 only, else %s', (day, meanwhile) => {
  const since = isoTime(FROM_MS + day * DAY_MS);
  let statuses: readonly SloStatus[] = [];

  beforeAll(async () => {
    const deps = { history: aliveOn(day, meanwhile), alertStates: null, roundMsOf: () => null };
    statuses = await evaluateAt(deps, SLOS, TO_MS);
    expect(statuses).toHaveLength(SHOWN);
  }, 120_000);

  it('has a coverage of a day, and says since when there is data', () => {
    for (const status of statuses) {
      expect(status).toMatchObject({ sli: 1, dataSince: since });
      expect(status.coverage).toBeCloseTo(1 / 28, 12);
      const ours = meanwhile === 'silence' ? 0 : 27 * 1440;
      expect(status.excluded.prober_error).toBe(ours * (status.composite?.length ?? 1));
    }
  });

  it('has an alert for missing data unless data come in', () => {
    const noData = own(statuses).map(({ alerts }) => alerts.find(({ name }) => name === 'no-data')?.state);
    expect(new Set(noData)).toEqual(new Set([day === 27 ? 'ok' : 'firing']));
  });

  it('has no burn rate for windows of which nothing is known', () => {
    for (const { burnRates } of statuses) expect(burnRates['1h']).toBe(day === 27 ? 0 : null);
  });

  it('says on every line of the table what is known', () => {
    const lines = formatSloTable(statuses, false).split('\n');
    const known = lines.filter((line) => line.includes(`data since ${since}, coverage 3.5 %`));
    expect(known).toHaveLength(SHOWN);
  });

  it('says in JSON what is known, beside every figure', async () => {
    const { app, publish } = createPublicApp(samplePublicOptions({ clock: { nowMs: () => TO_MS } }));
    publish(snapshotOf(statuses));
    const served: SloStatus[] = (await app.inject('/api/v1/slos')).json();
    await app.close();
    expect(served).toEqual(statuses);
    for (const status of served) expect(status).toMatchObject({ sli: 1, coverage: 1 / 28, dataSince: since });
  });

  it('says in Prometheus’s metrics what is known, beside every SLI', async () => {
    const metrics = new Metrics({ version: '0.0.0-test' });
    metrics.setSnapshot(snapshotOf(statuses));
    const samples = lintPrometheus(await metrics.text());
    const of = (name: string) => samples.filter((sample) => sample.name === name);
    const labels = of('resolver_slo_sli').map((sample) => sample.labels);
    expect(labels).toHaveLength(SHOWN);
    expect(of('resolver_slo_coverage').map((sample) => sample.labels)).toEqual(labels);
    expect(new Set(of('resolver_slo_coverage').map(({ value }) => value))).toEqual(new Set([1 / 28]));
  });

  it('says in Mackerel’s points what is known, beside every SLI', () => {
    const points = minutePoints({ minuteMs: TO_MS, slos: statuses, series: [], resolvers: [] });
    const slis = points.filter(({ name }) => name.endsWith('.sli'));
    expect(slis).toHaveLength(SHOWN);
    for (const { name } of slis)
      expect(points.find((point) => point.name === name.replace(/sli$/, 'coverage'))?.value).toBe(1 / 28);
  });

  it('says on the page what is known, of each', () => {
    const text = pageText(statuses);
    expect(text.match(/Measured for 3\.5% of this time, data since/g)).toHaveLength(SLOS.length);
    if (day !== 27) expect(text).toContain('no data');
  });
});

/** The composite as a whole has no alerts of its own. */
function own(statuses: readonly SloStatus[]): readonly SloStatus[] {
  return statuses.filter(({ composite }) => composite === undefined);
}

function snapshotOf(statuses: readonly SloStatus[]): Snapshot {
  const sample = sampleSnapshot(
    SLOS.map(({ name }) => ({ name })),
    { evaluatedAtMs: TO_MS },
  );
  const whole = statuses.find(({ composite }) => composite !== undefined);
  const slos = own(statuses).flatMap((status, i) => {
    const view = sample.slos[i];
    const isLast = whole !== undefined && i === SLOS.length - 1;
    return view === undefined ? [] : [{ ...view, status, ...(isLast ? { whole } : {}) }];
  });
  return { ...sample, slos };
}

function pageText(statuses: readonly SloStatus[]): string {
  const page = samplePage({ title: 'Example', timeZone: 'UTC' });
  const html = renderHtml(<StatusPage site={sampleSite(snapshotOf(statuses))} page={page} />, page).body.toString();
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}
