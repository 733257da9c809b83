import { beforeAll, describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { formatSloTable } from '../../src/cli/slo-table.js';
import { DAY_MS, isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import { pageContext } from '../../src/publish/status-page/page-context.js';
import { renderHtml } from '../../src/publish/status-page/render-html.js';
import { StatusPage } from '../../src/publish/status-page/status-page.js';
import { MemoryHistory } from '../support/memory-history.js';
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
];

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
  }, 120_000);

  it('has a coverage of a day, and says since when there is data', () => {
    for (const status of statuses) {
      expect(status).toMatchObject({ sli: 1, dataSince: since });
      expect(status.coverage).toBeCloseTo(1 / 28, 12);
      expect(status.excluded.prober_error).toBe(meanwhile === 'silence' ? 0 : 27 * 1440);
    }
  });

  it('has an alert for missing data unless data come in', () => {
    const noData = statuses.map(({ alerts }) => alerts.find(({ name }) => name === 'no-data')?.state);
    expect(new Set(noData)).toEqual(new Set([day === 27 ? 'ok' : 'firing']));
  });

  it('has no burn rate for windows of which nothing is known', () => {
    for (const { burnRates } of statuses) expect(burnRates['1h']).toBe(day === 27 ? 0 : null);
  });

  it('says on every line of the table what is known', () => {
    const lines = formatSloTable(statuses, false).split('\n');
    const known = lines.filter((line) => line.includes(`data since ${since}, coverage 3.5 %`));
    expect(known).toHaveLength(SLOS.length);
  });

  it('says on the page what is known, of each', () => {
    const text = pageText(statuses);
    expect(text.match(/Measured for 3\.5% of this time, data since/g)).toHaveLength(SLOS.length);
    if (day !== 27) expect(text).toContain('no data');
  });
});

function pageText(statuses: readonly SloStatus[]): string {
  const page = pageContext({ title: 'Example', timeZone: 'UTC', version: '1', rootPath: './', baseUrl: null });
  const sample = sampleSnapshot(
    SLOS.map(({ name }) => ({ name })),
    { evaluatedAtMs: TO_MS },
  );
  const slos = sample.slos.map((view, i) => ({ ...view, status: statuses[i] ?? view.status }));
  const html = renderHtml(<StatusPage snapshot={{ ...sample, slos }} staleForMs={null} page={page} />).body.toString();
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}
