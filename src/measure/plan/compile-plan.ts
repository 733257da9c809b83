import {
  type DnsEndpoint,
  type MeasurePlan,
  type ProbeDefinition,
  type QueryDefinition,
  type ResolverDefinition,
  resolversOfStub,
  type StubDefinition,
} from '../../domain/probe-definition.js';
import { CONTROL_RESOLVER, seriesKey } from '../../domain/series.js';
import type { OffLineParties } from '../off-line-judge.js';
import type { RandomSource } from '../random-source.js';
import { slotSequence } from '../slot-sequence.js';
import { canaryIntervalMs } from './canary-interval.js';
import { planLimits, type PlanLimits } from './plan-limits.js';
import { requestMaker, type RequestOptions } from './request-maker.js';
import type { StubResolver } from '../stub/stub-resolution.js';
import type { CanaryTarget, ScheduledTarget, SeriesTarget, StubTarget } from './scheduled-target.js';
import { seriesPhase } from './series-phase.js';

export interface CompiledPlan {
  readonly targets: readonly ScheduledTarget[];
  readonly parties: OffLineParties;
}

const CANARY_TIMEOUT_MS = 2_000;

/** The cheapest question that everybody has an answer to; any reply will do. */
const CANARY_QUERY: QueryDefinition = {
  name: 'canary',
  qname: '.',
  qtype: 'NS',
  qclass: 'IN',
  rd: true,
  cd: false,
  edns: { udpSize: 1232, do: false, nsid: false },
  expect: { rcode: ['NOERROR'] },
};

/** Throws `MeasureError` `PLAN_INVALID` where a query cannot be asked or an expectation cannot be held against a reply. */
export function compilePlan(plan: MeasurePlan, random: RandomSource): CompiledPlan {
  const compiler = new Compiler(plan, random);
  const targets = plan.probes.flatMap((probe) => [
    ...compiler.resolvers(probe),
    ...compiler.stubs(probe),
    ...compiler.controls(probe),
  ]);
  const everyMs = canaryIntervalMs(plan.probes);
  const canaries = targets.length === 0 ? [] : plan.canaries.map((canary) => compiler.canary(canary, everyMs));
  const measured = targets.filter(({ series }) => series.resolver !== CONTROL_RESOLVER);
  return {
    targets: [...targets, ...canaries],
    parties: { canaries: partiesOf(canaries), resolvers: partiesOf(measured) },
  };
}

class Compiler {
  readonly #plan: MeasurePlan;
  readonly #random: RandomSource;
  readonly #limits: PlanLimits;

  constructor(plan: MeasurePlan, random: RandomSource) {
    this.#plan = plan;
    this.#random = random;
    this.#limits = planLimits(plan);
  }

  resolvers(probe: ProbeDefinition): SeriesTarget[] {
    return probe.resolvers.flatMap((resolver) => probe.queries.map((query) => this.#series(probe, resolver, query)));
  }

  /** Authoritative servers of the queries' zones, asked alongside. */
  controls(probe: ProbeDefinition): SeriesTarget[] {
    return probe.queries.flatMap((query) => {
      if (query.control === undefined) return [];
      return [this.#series(probe, controlResolver(query.control), controlQuery(query))];
    });
  }

  /** What clients see that have some of the probe's resolvers in their lists, or all of them. */
  stubs(probe: ProbeDefinition): StubTarget[] {
    return (probe.stubs ?? []).flatMap((stub) => {
      const [first, ...others] = resolversOfStub(probe, stub);
      if (first === undefined) return [];
      return probe.queries.map((query) => this.#stub(probe, stub, [first, ...others], query));
    });
  }

  canary(canary: DnsEndpoint, everyMs: number): CanaryTarget {
    const key = `canary ${canary.address}|${String(canary.port)}`;
    const schedule = { kind: 'every', everyMs } as const;
    const phase = seriesPhase(key);
    const resolver = { name: key, ...canary, transport: 'udp', tcpFallback: false, maxQps: Infinity } as const;
    return {
      kind: 'canary',
      key,
      series: null,
      party: key,
      slots: slotSequence(schedule, { phase }),
      scheduleText: JSON.stringify(schedule),
      firstTurn: firstTurnOf(phase),
      request: requestMaker(resolver, CANARY_QUERY, { timeoutMs: CANARY_TIMEOUT_MS, random: this.#random }),
    };
  }

  #series(probe: ProbeDefinition, resolver: ResolverDefinition, query: QueryDefinition): SeriesTarget {
    return {
      kind: 'series',
      ...this.#scheduled(probe, resolver.name, query),
      party: partyOf(resolver),
      request: requestMaker(resolver, query, this.#options(probe.timeoutMs)),
      limits: this.#limits.of(resolver, query),
    };
  }

  #stub(
    probe: ProbeDefinition,
    definition: StubDefinition,
    resolvers: readonly [ResolverDefinition, ...ResolverDefinition[]],
    query: QueryDefinition,
  ): StubTarget {
    const [first, ...others] = resolvers;
    // Whether a client passes over an answer depends on its flags.
    const options = { ...this.#options(definition.timeoutMs), keepsReply: true };
    const request = requestMaker(first, withoutCookie(query), options);
    const asked = (resolver: ResolverDefinition): StubResolver => this.#stubResolver(resolver, query);
    return {
      kind: 'stub',
      ...this.#scheduled(probe, definition.name, query),
      party: partyOf(first),
      plan: { definition, resolvers: [asked(first), ...others.map(asked)], request },
    };
  }

  #stubResolver(resolver: ResolverDefinition, query: QueryDefinition): StubResolver {
    const { name, address, port, source } = resolver;
    const endpoint = { address, port, ...(source === undefined ? {} : { source }) };
    // A client always asks again over TCP when an answer is truncated.
    const route = { transport: 'udp', endpoint, tcpFallback: true } as const;
    return { name, party: partyOf(resolver), route, limits: this.#limits.of(resolver, query) };
  }

  /** Each series has its place in the round by its own key. */
  #scheduled({ name: probe, schedule, jitterMs = 0 }: ProbeDefinition, resolver: string, query: QueryDefinition) {
    const series = { vantage: this.#plan.vantage, probe, resolver, query: query.name };
    const key = seriesKey(series);
    const phase = seriesPhase(key);
    return {
      series,
      key,
      slots: slotSequence(schedule, { phase, jitterMs, key }),
      scheduleText: JSON.stringify([schedule, jitterMs]),
      firstTurn: firstTurnOf(phase),
    };
  }

  #options(timeoutMs: number): RequestOptions {
    const { markerKey } = this.#plan;
    return { timeoutMs, random: this.#random, ...(markerKey === undefined ? {} : { markerKey }) };
  }
}

/** One resolver is one party, however many probes, transports and source addresses ask it. */
function partyOf({ address, port }: DnsEndpoint): string {
  return `resolver ${address}|${String(port)}`;
}

function partiesOf(targets: readonly ScheduledTarget[]): readonly string[] {
  return [...new Set(targets.map(({ party }) => party))];
}

function firstTurnOf(phase: number): number {
  return Math.floor(phase * 0x10000);
}

function controlResolver({ address, port }: DnsEndpoint): ResolverDefinition {
  return { name: CONTROL_RESOLVER, address, port, transport: 'udp', tcpFallback: true, maxQps: Infinity };
}

/** The zone's server is asked without recursion; it works if it says what is or is not in its zone. */
function controlQuery(query: QueryDefinition): QueryDefinition {
  return { ...query, rd: false, expect: { rcode: ['NOERROR', 'NXDOMAIN'] } };
}

/** One cookie is for one resolver (RFC 7873 §4.1), and what a stub asks one it asks the next. */
function withoutCookie(query: QueryDefinition): QueryDefinition {
  return { ...query, edns: { ...query.edns, cookie: false } };
}
