import { describe, expect, it } from 'vitest';

import { graphDefinitionText, metricLines, wantsGraphs } from '../../../src/cli/plugins/agent-metrics.js';
import { areStale, sloGraphs, sloMetrics } from '../../../src/cli/plugins/slo-metrics.js';
import { MINUTE_MS } from '../../../src/domain/clock.js';
import { sampleSlo } from '../../support/minute-report-samples.js';

describe('sloMetrics()', () => {
  it('tells SLI and budget in percent, burn rates and what fires', () => {
    const values = sloMetrics([sampleSlo({ name: 'a.b' })], 'resolver-slo').map(({ name, value }) => [name, value]);
    expect(values).toEqual([
      ['resolver-slo.sli.a-b', 99.89],
      ['resolver-slo.error_budget.a-b', -10],
      ['resolver-slo.burn_rate.a-b.5m', 14.2],
      ['resolver-slo.burn_rate.a-b.1h', 15.1],
      ['resolver-slo.burn_rate.a-b.3d', 1.1],
      ['resolver-slo.firing.a-b', 0],
    ]);
  });

  it('tells nothing that does not exist, and objectives apart', () => {
    const none = sampleSlo({
      objectiveName: '99.9%',
      sli: null,
      errorBudget: { total: 0.001, consumed: null, remaining: null },
      burnRates: { '5m': null, '1h': 0 },
      error: 'damaged',
    });
    expect(sloMetrics([none], 'p')).toEqual([{ name: 'p.burn_rate.public-availability_99-9-.1h', value: 0 }]);
  });

  it('has a graph for each metric', () => {
    const graphs = Object.entries(sloGraphs('resolver-slo'));
    const patterns = graphs.flatMap(([graph, { metrics }]) =>
      metrics.map(({ name }) => new RegExp(`^${`${graph}.${name}`.replaceAll('.', '\\.').replace(/[#*]/, '[^.]+')}$`)),
    );
    for (const { name } of sloMetrics([sampleSlo()], 'resolver-slo'))
      expect(
        patterns.filter((pattern) => pattern.test(name)),
        name,
      ).toHaveLength(1);
  });
});

describe('areStale()', () => {
  it('knows figures that are not of now', () => {
    const to = Date.parse(sampleSlo().window.to);
    expect([areStale([sampleSlo()], to + MINUTE_MS), areStale([sampleSlo()], to + 6 * MINUTE_MS)]).toEqual([
      false,
      true,
    ]);
    expect(areStale([], to)).toBe(false);
  });
});

describe('metricLines()', () => {
  it('are as the agent reads them', () => {
    const metrics = [
      { name: 'a.b', value: 0.5 },
      { name: 'a.c', value: NaN },
    ];
    expect(metricLines(metrics, 1_793_000_000)).toBe('a.b\t0.5\t1793000000\n');
    expect(graphDefinitionText({})).toBe('# mackerel-agent-plugin\n{"graphs":{}}\n');
    expect(['1', '', undefined].map((META) => wantsGraphs({ MACKEREL_AGENT_PLUGIN_META: META }))).toEqual([
      true,
      false,
      false,
    ]);
  });
});
