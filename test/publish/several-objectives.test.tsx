import { describe, expect, it } from 'vitest';

import { formatSloTable } from '../../src/cli/slo-table.js';
import { type Snapshot, snapshotStatuses } from '../../src/domain/snapshot.js';
import { createPublicApp } from '../../src/publish/http/public-listener.js';
import { minutePoints } from '../../src/publish/mackerel/points.js';
import { Metrics } from '../../src/publish/prometheus/metrics.js';
import { renderHtml } from '../../src/publish/status-page/render-html.js';
import { StatusPage } from '../../src/publish/status-page/status-page.js';
import { lintPrometheus } from '../support/prometheus-lint.js';
import { samplePage, samplePublicOptions, sampleSite } from '../support/public-app.js';
import { sampleSnapshot } from '../support/sample-snapshot.js';

/** `a` has two objectives, `whole` is a composite of two, `a-99-9` has a name much like that of an objective. */
function severalObjectives(): Snapshot {
  const plain = sampleSnapshot([
    { name: 'a', objectiveName: '99.9%' },
    { name: 'a', objectiveName: 'gold', number: 2, state: 'at_risk' },
    { name: 'a-99-9' },
    { name: 'whole', objectiveName: 'up' },
    { name: 'whole', objectiveName: 'fast', number: 2 },
  ]);
  const [last] = plain.slos.slice(-1);
  const { objectiveName, ...status } = last!.status;
  const whole = { ...status, composite: [{ objectiveName: objectiveName!, weight: 1, sli: status.sli }] };
  return { ...plain, slos: [...plain.slos.slice(0, -1), { ...last!, whole }] };
}

const SNAPSHOT = severalObjectives();
const STATUSES = snapshotStatuses(SNAPSHOT);

describe('several objectives of one name', () => {
  it('have metric names of their own in Mackerel', () => {
    const names = minutePoints({ minuteMs: 0, slos: STATUSES, series: [], resolvers: [] }).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.endsWith('.sli'))).toEqual([
      'slo.a.99-9.sli',
      'slo.a.gold.sli',
      'slo.a-99-9.sli',
      'slo.whole.up.sli',
      'slo.whole.fast.sli',
      'slo.whole.sli',
    ]);
    expect(names.filter((name) => !/^[A-Za-z0-9._-]+$/.test(name))).toEqual([]);
  });

  it('have a label of their own in Prometheus, which others do not have', async () => {
    const metrics = new Metrics({ version: '0' });
    metrics.setSnapshot(SNAPSHOT);
    const samples = lintPrometheus(await metrics.text());
    const keys = samples.map(({ name, labels }) => JSON.stringify([name, Object.entries(labels).toSorted()]));
    expect(new Set(keys).size).toBe(keys.length);
    expect(samples.filter(({ name }) => name === 'resolver_slo_sli').map(({ labels }) => labels)).toEqual([
      { slo: 'a', objective: '99.9%' },
      { slo: 'a', objective: 'gold' },
      { slo: 'a-99-9' },
      { slo: 'whole', objective: 'up' },
      { slo: 'whole', objective: 'fast' },
      { slo: 'whole' },
    ]);
    const firing = samples.filter(({ name, value }) => name === 'resolver_slo_alert_firing' && value === 1);
    expect(firing.map(({ labels }) => labels['objective'])).toEqual(firing.map(() => 'gold'));
    expect(firing.length).toBeGreaterThan(0);
  });

  it('are a list under their name in the API, the whole of a composite last', async () => {
    const { app, publish } = createPublicApp(samplePublicOptions());
    publish(SNAPSHOT);
    const named = async (name: string): Promise<unknown> => (await app.inject(`/api/v1/slos/${name}`)).json();
    expect(await named('a')).toEqual([SNAPSHOT.slos[0]!.status, SNAPSHOT.slos[1]!.status]);
    expect(await named('a-99-9')).toEqual(SNAPSHOT.slos[2]!.status);
    expect(await named('whole')).toEqual(STATUSES.slice(3));
    expect((await app.inject('/api/v1/slos')).json()).toEqual(STATUSES);
  });

  it('have a card each on the page, and links that lead to the right one', () => {
    const page = samplePage({ title: 'T', timeZone: 'UTC' });
    const html = renderHtml(<StatusPage site={sampleSite(SNAPSHOT)} page={page} />, page).body.toString();
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith('slo-') && !id.endsWith('-name'))).toEqual([
      'slo-a',
      'slo-a.2',
      'slo-a-99-9',
      'slo-whole',
      'slo-whole.2',
    ]);
    expect(html).toContain('href="#slo-a.2"');
    expect(html).toContain('<bdi>a: gold</bdi>');
    expect(html.match(/All objectives together: /g)).toHaveLength(1);
  });

  it('are told apart in the table', () => {
    const lines = formatSloTable(STATUSES, false).split('\n');
    for (const name of ['a (99.9%)', 'a (gold)', 'a-99-9', 'whole (up)', 'whole (all)'])
      expect(lines.filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
  });
});
