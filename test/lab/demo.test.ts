import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { formatProblem } from '../../src/domain/problem.js';
import { roundMs } from '../../src/domain/probe-definition.js';
import { globMatches } from '../../src/domain/slo-definition.js';
import { demoHistory } from '../../src/lab/demo-history.js';
import { loadScenario } from '../../src/lab/load-scenario.js';
import { isOn } from '../../src/lab/scenario.js';

const loaded = loadConfig({ file: 'demo/resolver-slo.yaml', env: {} });
const { config, problems } = loaded;
const { scenario } = await loadScenario('demo/scenario.yaml');

describe('the demo', () => {
  it('has a configuration without problems, warnings included', () => {
    expect([...problems, ...loaded.checkSelectors([])].map(formatProblem)).toEqual([]);
    expect(config?.probes.every(({ schedule }) => roundMs(schedule) <= 1_000)).toBe(true);
    expect(config?.lab).toMatchObject({ listen: { host: '127.0.0.1', port: 5300 }, historyMs: 90 * 24 * HOUR_MS });
  });

  it('measures each resolver of the lab under its name, and nothing else', () => {
    const measured = config!.probes.flatMap(({ resolvers }) => resolvers.map(({ name, port }) => ({ name, port })));
    const listening = scenario!.resolvers.map(({ name }, index) => ({ name, port: 5300 + index }));
    expect(measured).toEqual(expect.arrayContaining(listening));
    expect(measured).toHaveLength(listening.length);
  });

  it('expects only answers that the lab gives', () => {
    for (const { qname, expect: expected } of config!.probes.flatMap(({ queries }) => queries)) {
      const asked = qname.replaceAll('{random}', 'x1');
      const known = scenario!.records.filter(({ name, type }) => type === 'A' && globMatches(name, asked));
      expect(known.map(({ data }) => data)).toEqual(expected.answers);
    }
  });

  it('makes the fast-burn alert of ns1 fire within two minutes', () => {
    // All attempts of ns1 in the hour up to two minutes after the start, were they all made.
    const attempts = HOUR_MS / 1_000;
    const dead = Array.from({ length: 120 }, (_, second) => second * 1_000).filter((sinceMs) =>
      scenario!.faults.some(
        (fault) => fault.resolvers?.includes('ns1') === true && fault.effect.kind === 'silent' && isOn(fault, sinceMs),
      ),
    );
    // Two seconds for the timeout and the evaluation.
    const failed = dead.filter((sinceMs) => sinceMs < 118_000).length;
    const objective = config!.slos.find(({ name }) => name === 'ns1-availability')!.objective;
    expect(failed / attempts / (1 - objective)).toBeGreaterThan(13.44);
  });

  it('begins with one budget spent, the others not, and no fast burn', () => {
    const nowMs = Date.parse('2026-10-10T12:34:56Z');
    const options = { nowMs, historyMs: 28 * 24 * HOUR_MS, plan: config!, vantage: 'demo', seed: scenario!.seed };
    const tallies = new Map(config!.slos.map(({ name }) => [name, { good: 0, valid: 0, lastHourBad: 0, lastHour: 0 }]));
    const rules: Readonly<Record<string, (line: Line) => boolean | null>> = {
      'ns1-availability': (line) => (line.resolver === 'ns1' ? line.outcome === 'answered' : null),
      'ns2-availability': (line) => (line.resolver === 'ns2' ? line.outcome === 'answered' : null),
      'office-availability': (line) => (line.resolver === 'ns3' ? line.outcome === 'answered' : null),
      'cached-latency': (line) =>
        line.query === 'cached' && line.resolver.startsWith('ns')
          ? line.outcome === 'answered' && (line.rttUs ?? Infinity) <= 20_000
          : null,
      'client-availability': (line) => (line.resolver === 'stub' ? line.outcome === 'answered' : null),
      'tuned-client-availability': (line) => (line.resolver === 'stub-tuned' ? line.outcome === 'answered' : null),
      'single-client-availability': (line) => (line.resolver === 'stub-one' ? line.outcome === 'answered' : null),
      correctness: (line) =>
        line.resolver.startsWith('ns') && line.probe === 'public' && line.outcome !== 'timeout'
          ? line.outcome === 'answered'
          : null,
    };
    for (const text of demoHistory({ ...options, scenario: scenario! })) {
      const line = JSON.parse(text) as Line;
      for (const [name, tally] of tallies) {
        const good = rules[name]!(line);
        if (good === null) continue;
        tally.valid += line.count;
        if (good) tally.good += line.count;
        if (Date.parse(line.time) < nowMs - HOUR_MS - MINUTE_MS) continue;
        tally.lastHour += line.count;
        if (!good) tally.lastHourBad += line.count;
      }
    }
    const withHistory = config!.slos.filter(({ name }) => tallies.get(name)!.valid > 0);
    const remaining = withHistory.map(({ name, objective }) => {
      const { good, valid, lastHour, lastHourBad } = tallies.get(name)!;
      expect(lastHourBad / lastHour / (1 - objective)).toBeLessThan(13.44);
      return { name, isSpent: (valid - good) / valid / (1 - objective) >= 1 };
    });
    expect(remaining.filter(({ isSpent }) => isSpent).map(({ name }) => name)).toEqual(['office-availability']);
    expect(remaining).toHaveLength(8);
  });
});

interface Line {
  readonly time: string;
  readonly probe: string;
  readonly resolver: string;
  readonly query: string;
  readonly outcome: string;
  readonly rttUs?: number;
  readonly count: number;
}
