import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { isOutcome, isReplied } from '../../src/domain/outcome.js';
import type { ProbeDefinition } from '../../src/domain/probe-definition.js';
import { demoHistory } from '../../src/lab/demo-history.js';
import { PLAIN_RESOLVER, WELL_SCENARIO, type PastFault, type Scenario } from '../../src/lab/scenario.js';

interface Line {
  readonly time: string;
  readonly vantage: string;
  readonly probe: string;
  readonly resolver: string;
  readonly query: string;
  readonly outcome: string;
  readonly rttUs?: number;
  readonly rcode?: string;
  readonly count: number;
}

const NOW_MS = Date.parse('2026-10-10T12:34:56.789Z');
const THIS_MINUTE_MS = Date.parse('2026-10-10T12:34:00Z');

function probe(resolvers: readonly string[], queries: readonly string[]): ProbeDefinition {
  return {
    name: 'public',
    schedule: { kind: 'every', everyMs: 1_000 },
    timeoutMs: 1_000,
    resolvers: resolvers.map((name) => ({
      name,
      address: '127.0.0.1',
      port: 5300,
      transport: 'udp',
      tcpFallback: true,
      maxQps: 200,
    })),
    queries: queries.map((name) => ({
      name,
      qname: name === 'uncached' ? '{random}.example.org' : `${name}.example.org`,
      qtype: 'A',
      qclass: 'IN',
      rd: true,
      cd: false,
      edns: { udpSize: 1232, do: false, nsid: false },
      expect: { rcode: ['NOERROR'] },
    })),
  };
}

const latency = {
  hit: { medianUs: 2_000, sigma: 0.5, minUs: 500 },
  miss: { medianUs: 30_000, sigma: 0.5, minUs: 500 },
};

function scenario(past: readonly PastFault[] = [], loss = 0): Scenario {
  const resolvers = ['ns1', 'ns2'].map((name) => ({ name, listen: null, ...PLAIN_RESOLVER, latency, loss }));
  return { ...WELL_SCENARIO, resolvers, past };
}

function generate(
  historyMs: number,
  with_: Scenario = scenario(),
  probes = [probe(['ns1', 'ns2'], ['cached', 'uncached'])],
) {
  const options = { nowMs: NOW_MS, historyMs, plan: { probes }, vantage: 'demo', seed: 5, scenario: with_ };
  return [...demoHistory(options)].map((text) => JSON.parse(text) as Line);
}

const past = (effect: PastFault['effect'], more: Partial<PastFault> = {}): PastFault => ({
  effect,
  daysAgo: 1,
  atMs: 0,
  forMs: DAY_MS,
  probability: 1,
  resolvers: null,
  qnames: null,
  ...more,
});

const sum = (lines: readonly Line[]) => lines.reduce((total, { count }) => total + count, 0);

describe('demoHistory()', () => {
  it('gives lines of the import format, in order, before the running minute', () => {
    const lines = generate(
      3 * HOUR_MS,
      scenario([past({ kind: 'garbage' }, { daysAgo: 0, atMs: 10 * HOUR_MS, forMs: HOUR_MS })]),
    );
    const times = lines.map(({ time }) => Date.parse(time));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBe(THIS_MINUTE_MS - MINUTE_MS);
    for (const line of lines) {
      expect(isOutcome(line.outcome)).toBe(true);
      expect('rttUs' in line).toBe(isOutcome(line.outcome) && isReplied(line.outcome));
      expect(Number.isInteger(line.count) && line.count > 0).toBe(true);
      expect(line).toMatchObject({ vantage: 'demo', probe: 'public' });
    }
  });

  it('holds as many attempts as the schedule would have made', () => {
    const lines = generate(2 * DAY_MS);
    expect(sum(lines)).toBe(2 * 86_400 * 4);
  });

  it('covers every minute of last month, in any time zone, and stays below 530,000 lines for 90 days', () => {
    const lines = generate(90 * DAY_MS, scenario([], 0.001));
    const fromMs = Date.parse('2026-08-31T00:00:00Z');
    const minutes = new Set(lines.filter(({ time }) => Date.parse(time) >= fromMs).map(({ time }) => time));
    expect(minutes.size).toBe((THIS_MINUTE_MS - fromMs) / MINUTE_MS);
    expect(lines.length).toBeLessThan(530_000);
    expect(Math.abs(sum(lines) / (90 * 86_400 * 4) - 1)).toBeLessThan(0.001);
  });

  it('lets many series take turns, so that more of them do not mean more lines', () => {
    const names = Array.from({ length: 20 }, (_, index) => `q${String(index)}`);
    const lines = generate(28 * DAY_MS, scenario(), [probe(['ns1', 'ns2'], names)]);
    expect(lines.length).toBeLessThan(480_000);
    expect(new Set(lines.map(({ time }) => time)).size).toBe(28 * 1_440);
    expect(new Set(lines.map(({ resolver, query }) => `${resolver} ${query}`)).size).toBe(40);
  });

  it('has what stubs would have seen beside what their resolvers gave, which stays as it was', () => {
    const fault = past({ kind: 'silent' }, { resolvers: ['ns1'] });
    const stub = { attempts: 2, timeoutMs: 5_000, rotate: false, deadlineMs: null };
    const alone = probe(['ns1', 'ns2'], ['cached']);
    const stubs = [
      { ...stub, name: 'stub' },
      { ...stub, name: 'stub-one', resolvers: ['ns1'] },
    ];
    const lines = generate(2 * DAY_MS, scenario([fault]), [{ ...alone, stubs }]);
    const times = lines.map(({ time }) => Date.parse(time));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(lines.filter(({ resolver }) => resolver.startsWith('ns'))).toEqual(
      generate(2 * DAY_MS, scenario([fault]), [alone]),
    );
    const day = lines.filter(({ time }) => time.startsWith('2026-10-09'));
    const one = day.filter(({ resolver }) => resolver === 'stub-one');
    expect(sum(one)).toBe(86_400);
    expect(new Set(one.map(({ outcome }) => outcome))).toEqual(new Set(['timeout']));
    const both = day.filter(({ resolver }) => resolver === 'stub');
    expect(sum(both)).toBe(86_400);
    expect(both.every(({ outcome, rttUs }) => outcome === 'answered' && rttUs! > 5_000_000)).toBe(true);
  });

  it('covers every minute of what clients see with six of their series, at one line in two minutes each', () => {
    const fromMs = Date.parse('2026-08-31T00:00:00Z');
    const minutes = (THIS_MINUTE_MS - fromMs) / MINUTE_MS;
    const names = ['stub', 'stub-one', 'stub-tuned'];
    const stubs = names.map((name) => ({ name, attempts: 2, timeoutMs: 5_000, rotate: false, deadlineMs: null }));
    const lines = generate(62 * DAY_MS, scenario(), [{ ...probe(['ns1'], ['cached', 'uncached']), stubs }]);
    for (const name of names) {
      const own = lines.filter(({ resolver, time }) => resolver === name && Date.parse(time) >= fromMs);
      expect(own.length).toBe(minutes);
      expect(new Set(own.map(({ time }) => time)).size).toBe(minutes);
    }
  });

  it('is the same for the same seed', () => {
    expect(generate(HOUR_MS)).toEqual(generate(HOUR_MS));
  });

  it('draws the RTTs of cached and uncached names from their models', () => {
    const median = (query: string) => {
      const rtts = generate(DAY_MS)
        .filter((line) => line.query === query)
        .map(({ rttUs }) => rttUs!)
        .sort((a, b) => a - b);
      return rtts[Math.floor(rtts.length / 2)]!;
    };
    expect(median('cached') / 2_000).toBeCloseTo(1, 1);
    expect(median('uncached') / 30_000).toBeCloseTo(1, 1);
  });

  it('loses the share that a resolver loses', () => {
    const lines = generate(DAY_MS, scenario([], 0.01));
    const lost = sum(lines.filter(({ outcome }) => outcome === 'timeout'));
    expect(lost / sum(lines)).toBeGreaterThan(0.009);
    expect(lost / sum(lines)).toBeLessThan(0.011);
  });

  it.each([
    ['silent', 'timeout'],
    ['drop', 'timeout'],
    ['wrong-answer', 'wrong_answer'],
    ['garbage', 'malformed'],
    ['truncate', 'answered'],
  ] as const)('makes a day of %s a day of %s', (kind, outcome) => {
    const lines = generate(2 * DAY_MS, scenario([past({ kind }, { resolvers: ['ns1'] })]));
    const day = lines.filter(({ time }) => time.startsWith('2026-10-09'));
    expect(new Set(day.filter(({ resolver }) => resolver === 'ns1').map((line) => line.outcome))).toEqual(
      new Set([outcome]),
    );
    expect(new Set(day.filter(({ resolver }) => resolver === 'ns2').map((line) => line.outcome))).toEqual(
      new Set(['answered']),
    );
  });

  it('knows delays, those beyond the timeout too, and rcodes', () => {
    const slow = generate(2 * DAY_MS, scenario([past({ kind: 'delay', byUs: 500_000 })]));
    const rttsUs = slow.filter(({ time }) => time.startsWith('2026-10-09')).map(({ rttUs }) => rttUs ?? 0);
    expect(Math.min(...rttsUs)).toBeGreaterThan(500_000);
    const dead = generate(2 * DAY_MS, scenario([past({ kind: 'delay', byUs: 1_000_000 })]));
    expect(new Set(dead.filter(({ time }) => time.startsWith('2026-10-09')).map(({ outcome }) => outcome))).toEqual(
      new Set(['timeout']),
    );
    const failing = generate(
      2 * DAY_MS,
      scenario([past({ kind: 'rcode', rcode: 'SERVFAIL' }, { qnames: ['random.*'] })]),
    );
    const failures = failing.filter(({ outcome }) => outcome !== 'answered');
    expect(new Set(failures.map(({ query, rcode }) => `${query} ${rcode ?? ''}`))).toEqual(
      new Set(['uncached SERVFAIL']),
    );
  });

  it('has nothing of a day without data', () => {
    const lines = generate(3 * DAY_MS, scenario([past({ kind: 'no-data' })]));
    expect(lines.some(({ time }) => time.startsWith('2026-10-09'))).toBe(false);
    expect(lines.some(({ time }) => time.startsWith('2026-10-08'))).toBe(true);
  });

  it('is empty without a past or a plan', () => {
    expect(generate(0)).toEqual([]);
    expect(generate(DAY_MS, scenario(), [])).toEqual([]);
  });
});
