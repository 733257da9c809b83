import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { seededRandom } from '../../src/lab/seeded-random.js';
import { BURN_WINDOWS } from '../../src/judge/slo/burn-windows.js';
import { MemoryHistory } from '../support/memory-history.js';
import { hasPrometheus, type Prometheus, startPrometheus } from '../support/prometheus.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const FROM_MS = Date.parse('2026-10-01T00:00:00Z');
const DAYS = 5;
const INSTANTS = 50;
const SEED = 20_261_001;
const THRESHOLD_US = 20_000;

const RESOLVERS = ['ns1', 'ns2', 'ns3'].map((name) => series(name));
const SLOS = [
  slo({ name: 'availability', objective: 0.999 }),
  slo({
    name: 'latency',
    objective: 0.95,
    indicator: { good: eventSource('within', {}, THRESHOLD_US), bad: null, total: eventSource('valid') },
  }),
];

/** What one resolver did in one minute, good for each SLO. */
interface Minute {
  readonly valid: number;
  readonly answered: number;
  readonly fast: number;
}

/** Random minutes: quiet ones, outages, gaps in which nobody asked; the sums as OpenMetrics. */
function makeHistory(): { readonly history: MemoryHistory; readonly openMetrics: string } {
  const random = seededRandom(SEED);
  const history = new MemoryHistory();
  const lines = { valid: [] as string[], answered: [] as string[], fast: [] as string[] };
  for (const one of RESOLVERS) {
    let gapUntilMs = 0;
    let badUntilMs = 0;
    for (let timeMs = FROM_MS; timeMs < FROM_MS + DAYS * DAY_MS; timeMs += MINUTE_MS) {
      if (random() < 0.001) gapUntilMs = timeMs + random() * 8 * HOUR_MS;
      if (random() < 0.002) badUntilMs = timeMs + random() * 3 * HOUR_MS;
      if (timeMs < gapUntilMs) continue;
      const minute = makeMinute(random, timeMs < badUntilMs ? 0.4 : 0.001);
      const [slow, lost] = [minute.answered - minute.fast, minute.valid - minute.answered];
      history.add(one, timeMs, [
        { outcome: 'answered', count: minute.fast, rttUs: THRESHOLD_US / 2 },
        { outcome: 'answered', count: slow, rttUs: THRESHOLD_US * 2 },
        { outcome: 'timeout', count: lost },
        { outcome: 'prober_error', count: 1 },
      ]);
      // In the middle of its minute, so that it is clear to which windows a sample belongs.
      const at = String((timeMs + MINUTE_MS / 2) / 1e3);
      for (const key of ['valid', 'answered', 'fast'] as const)
        lines[key].push(`${key}{resolver="${one.resolver}"} ${String(minute[key])} ${at}`);
    }
  }
  const families = Object.entries(lines).map(([key, samples]) => `# TYPE ${key} gauge\n${samples.join('\n')}\n`);
  return { history, openMetrics: `${families.join('')}# EOF\n` };
}

function makeMinute(random: () => number, loss: number): Minute {
  const valid = 1 + Math.floor(random() * 60);
  const answered = draw(random, valid, 1 - loss);
  return { valid, answered, fast: draw(random, answered, 0.97) };
}

function draw(random: () => number, count: number, share: number): number {
  return Array.from({ length: count }, random).filter((number) => number < share).length;
}

interface Pair {
  readonly ours: number | null;
  readonly theirs: number | null;
}

/** The burn rates of both over every window that ends at an instant. */
async function burnRatesAt(history: MemoryHistory, prometheus: Prometheus, atMs: number): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  const statuses = await evaluateAt({ history, alertStates: null, roundMsOf: () => null }, SLOS, atMs);
  for (const { name, objective, burnRates } of statuses) {
    for (const window of Object.keys(BURN_WINDOWS)) {
      const over = (metric: string): string => `sum(sum_over_time(${metric}[${window}]))`;
      const good = over(name === 'latency' ? 'fast' : 'answered');
      const theirs = await prometheus.query(`(1 - ${good} / ${over('valid')}) / (1 - ${String(objective)})`, atMs);
      pairs.push({ ours: burnRates[window] ?? null, theirs });
    }
  }
  return pairs;
}

describe.skipIf(!hasPrometheus)('burn rates beside those of Prometheus', () => {
  const { history, openMetrics } = makeHistory();
  let prometheus: Prometheus;

  beforeAll(async () => {
    prometheus = await startPrometheus(openMetrics);
  }, 120_000);
  afterAll(() => prometheus.close());

  it('are the same to 1e-9, at random instants and over every window', async () => {
    const random = seededRandom(SEED + 1);
    const pairs: Pair[] = [];
    for (let i = 0; i < INSTANTS; i++) {
      const atMs = FROM_MS + Math.floor(random() * DAYS * 1440) * MINUTE_MS;
      pairs.push(...(await burnRatesAt(history, prometheus, atMs)));
    }
    expect(pairs).toHaveLength(INSTANTS * SLOS.length * Object.keys(BURN_WINDOWS).length);
    const known = pairs.filter(({ theirs }) => theirs !== null);
    expect(known.length).toBeGreaterThan(500);
    for (const { ours, theirs } of pairs) {
      if (ours === null || theirs === null) expect(ours).toBe(theirs);
      else expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-9 * Math.max(1, theirs));
    }
  }, 180_000);
});
