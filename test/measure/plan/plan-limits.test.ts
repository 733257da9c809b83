import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { MeasurePlan, ProbeDefinition } from '../../../src/domain/probe-definition.js';
import { failedEnd, repliedEnd } from '../../../src/measure/attempt.js';
import { MinHeap } from '../../../src/measure/min-heap.js';
import { compilePlan } from '../../../src/measure/plan/compile-plan.js';
import { isOverloaded, queryLoad } from '../../../src/measure/plan/query-load.js';
import { type RateLimit, takeAll } from '../../../src/measure/plan/rate-limit.js';
import { cryptoRandom } from '../../../src/measure/random-source.js';
import { type AskResolver, resolveAsStub } from '../../../src/measure/stub/stub-resolution.js';
import { samplePlan, sampleProbe, sampleQuery, sampleResolver } from '../../support/dns-samples.js';
import { startProber } from '../../support/prober-rig.js';

const MOODS = ['silent', 'refuses', 'answers'] as const;
/** Everybody changes mood this often. */
const MOOD_MS = 7_000;

const stubs = fc.array(
  fc.record({
    attempts: fc.integer({ min: 1, max: 3 }),
    timeoutMs: fc.constantFrom(1_000, 2_000),
    rotate: fc.boolean(),
    deadlineMs: fc.constantFrom(null, 3_000),
  }),
  { maxLength: 2 },
);

const probe = fc.record({
  everyMs: fc.constantFrom(10, 30, 100, 700),
  jitter: fc.constantFrom(0, 0.2, 0.49),
  resolvers: fc.integer({ min: 1, max: 3 }),
  isRandom: fc.boolean(),
  hasControl: fc.boolean(),
  stubs,
});

type Drawn = typeof probe extends fc.Arbitrary<infer T> ? T : never;

function probeOf(
  { everyMs, jitter, resolvers, isRandom, hasControl, stubs: drawn }: Drawn,
  at: number,
): ProbeDefinition {
  const qname = isRandom ? '{random}.example.org' : 'www.example.org';
  return sampleProbe({
    name: `p${String(at)}`,
    schedule: { kind: 'every', everyMs },
    jitterMs: everyMs * jitter,
    resolvers: Array.from({ length: resolvers }, (_, i) =>
      sampleResolver({ name: `ns${String(i)}`, address: `192.0.2.${String(i + 1)}` }),
    ),
    queries: [sampleQuery({ qname, ...(hasControl ? { control: { address: '192.0.2.1', port: 53 } } : {}) })],
    stubs: drawn.map((stub, i) => ({ ...stub, name: `stub-${String(i)}` })),
  });
}

/** The same plan with limits that it just stays within, by `check`'s own reckoning. */
function tight(plan: MeasurePlan): MeasurePlan {
  const { resolvers, parents } = queryLoad(plan);
  const random = Math.max(1, ...[...parents.values()].map(({ qps }) => qps));
  return {
    ...plan,
    probes: plan.probes.map((one) => ({
      ...one,
      resolvers: one.resolvers.map((resolver) => ({
        ...resolver,
        maxQps: resolvers.get(`${resolver.address}:53`)!.qps,
      })),
      queries: one.queries.map((query) => ({ ...query, maxRandomQps: random })),
    })),
  };
}

/** What a plan's limits refuse within so many milliseconds, if resolvers are of one mood after the other. */
function refusedBy(plan: MeasurePlan, script: readonly (typeof MOODS)[number][], durationMs: number): string[] {
  const events = new MinHeap<() => void>();
  const refused: string[] = [];
  let nowMs = 0;
  const take = (limits: readonly RateLimit[]): void => {
    const limit = takeAll(limits, nowMs);
    if (limit !== null) refused.push(`${limit.name} at ${String(nowMs)}`);
  };
  const askForStub: AskResolver = ({ resolver, timeoutMs }, onEnd) => {
    take(resolver.limits);
    const mood = script[Math.floor(nowMs / MOOD_MS) % script.length]!;
    if (mood === 'refuses') onEnd(failedEnd('network_error', nowMs), 0);
    else if (mood === 'answers') onEnd(repliedEnd('answered', nowMs, 0), 0);
    else events.push(nowMs + timeoutMs, () => onEnd(failedEnd('timeout', nowMs), timeoutMs * 1e3));
  };
  for (const target of compilePlan(plan, cryptoRandom()).targets) {
    let turn = 0;
    for (
      let at = target.slots.firstFrom(0);
      at !== null && target.slots.timeOf(at) < durationMs;
      at = target.slots.next(at)
    ) {
      const dueMs = target.slots.timeOf(at);
      // As late as a send may be, now and then.
      const sendMs = dueMs % 3_000 < 95 ? dueMs - (dueMs % 3_000) + 95 : dueMs;
      events.push(sendMs, () => {
        if (target.kind === 'series') take(target.limits);
        if (target.kind === 'stub') resolveAsStub(target.plan, turn++, askForStub, () => undefined);
      });
    }
  }
  for (let run = next(); run !== undefined; run = next()) run();
  return refused;

  function next(): (() => void) | undefined {
    nowMs = Math.max(nowMs, events.size === 0 ? nowMs : events.firstKey());
    return events.pop();
  }
}

describe('planLimits()', () => {
  it('never holds back what has passed the check, however resolvers behave', () => {
    const moods = fc.array(fc.constantFrom(...MOODS), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(probe, { minLength: 1, maxLength: 3 }), moods, (drawn, script) => {
        const plan = tight(samplePlan({ probes: drawn.map(probeOf) }));
        for (const load of queryLoad(plan).resolvers.values()) expect(isOverloaded(load)).toBe(false);
        expect(refusedBy(plan, script, 20_000)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('holds back a stub that asks more often than the plan says', () => {
    const stub = { name: 'stub', attempts: 3, timeoutMs: 1_000, rotate: false, deadlineMs: null };
    const probes = [sampleProbe({ schedule: { kind: 'every', everyMs: 10 }, stubs: [stub] })];
    expect(refusedBy(samplePlan({ probes }), ['refuses'], 20_000).length).toBeGreaterThan(1_000);
    expect(refusedBy(samplePlan({ probes }), ['answers'], 20_000)).toEqual([]);
  });

  it('refuses what a plan says too little of', () => {
    const plan = samplePlan({
      probes: [sampleProbe({ schedule: { kind: 'every', everyMs: 10 }, resolvers: [sampleResolver({ maxQps: 50 })] })],
    });
    const rig = startProber(plan, (ask) => ask.answer());
    rig.time.advance(10_000);
    const refused = rig.rows().filter(({ outcome }) => outcome === 'prober_error').length;
    expect(refused).toBeGreaterThan(400);
    expect(refused).toBeLessThan(500);
  });

  it('holds random names to their parent over resolvers, stubs and controls', () => {
    const queries = [
      sampleQuery({ qname: '{random}.example.org', maxRandomQps: 20, control: { address: '192.0.2.9', port: 53 } }),
    ];
    const stub = { name: 'stub', attempts: 1, timeoutMs: 1_000, rotate: false, deadlineMs: null };
    const plan = samplePlan({
      probes: [sampleProbe({ schedule: { kind: 'every', everyMs: 100 }, queries, stubs: [stub] })],
    });
    const rig = startProber(plan, (ask) => ask.answer());
    rig.time.advance(60_000);
    expect(rig.asker.asks.length).toBeGreaterThan(1_150);
    expect(rig.asker.asks.length).toBeLessThan(1_250);
  });
});
