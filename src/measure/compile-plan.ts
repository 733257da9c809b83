import { buildQuery, type BuiltQuery } from '../dns/build-query.js';
import { compileExpectation, type CompiledExpectation } from '../dns/expectation.js';
import type {
  DnsEndpoint,
  MeasurePlan,
  ProbeDefinition,
  QueryDefinition,
  ResolverDefinition,
} from '../domain/probe-definition.js';
import { seriesKey, type Series } from '../domain/series.js';
import type { AttemptRequest } from './attempt.js';
import { canaryIntervalMs } from './config.js';
import { MeasureError } from './errors.js';
import type { OffLineParties } from './off-line-judge.js';
import { expandQname, hasPlaceholder } from './qname-template.js';
import type { RandomSource } from './random-source.js';
import { seriesPhase } from './series-phase.js';
import { slotSequence, type SlotSequence } from './slot-sequence.js';
import { endpointKey, type Endpoint } from './transport/endpoint.js';

/** What is asked again and again: a series, or a canary. */
export interface ScheduledTarget {
  /** Unique; with the schedule it decides whether a target of a new plan is one of the old. */
  readonly key: string;
  /** `null` for a canary: its attempts are evidence, not results. */
  readonly series: Series | null;
  /** Whose reply or silence an attempt is evidence of. */
  readonly party: string;
  readonly slots: SlotSequence;
  /** Equal texts mean equal slots. */
  readonly scheduleText: string;
  /** Where in the round of source ports its first attempt goes. */
  readonly firstTurn: number;
  readonly request: (timeMs: number) => AttemptRequest;
}

export interface CompiledPlan {
  readonly targets: readonly ScheduledTarget[];
  readonly parties: OffLineParties;
}

const CANARY_TIMEOUT_MS = 2_000;

/** The cheapest question that everybody has an answer to; any reply will do. */
const CANARY_QUERY = {
  qname: '.',
  qtype: 'NS',
  qclass: 'IN',
  rd: true,
  cd: false,
  edns: { udpSize: 1232, do: false, nsid: false },
};

/** Throws `MeasureError` `PLAN_INVALID` where a query cannot be asked or an expectation cannot be held against a reply. */
export function compilePlan(plan: MeasurePlan, random: RandomSource): CompiledPlan {
  const targets = plan.probes.flatMap((probe) => probeTargets(plan.vantage, probe, random));
  const everyMs = canaryIntervalMs(plan.probes);
  const canaries = targets.length === 0 ? [] : plan.canaries.map((canary) => canaryTarget(canary, everyMs));
  return {
    targets: [...targets, ...canaries],
    parties: { canaries: partiesOf(canaries), resolvers: partiesOf(targets) },
  };
}

/** A request for one attempt after another to this resolver with this query, checked once. Throws as `compilePlan`. */
export function requestMaker(
  resolver: ResolverDefinition,
  query: QueryDefinition,
  timeoutMs: number,
  random: RandomSource,
): (timeMs: number) => AttemptRequest {
  const { expectation, build } = checked(query, random);
  const { transport, tcpFallback } = resolver;
  const endpoint = endpointOf(resolver);
  return (timeMs) => ({
    endpoint,
    transport,
    tcpFallback,
    timeoutMs,
    expectation,
    buildQuery: (id) => build(id, timeMs),
  });
}

function probeTargets(vantage: string, probe: ProbeDefinition, random: RandomSource): ScheduledTarget[] {
  return probe.resolvers.flatMap((resolver) =>
    probe.queries.map((query) => {
      const series = { vantage, probe: probe.name, resolver: resolver.name, query: query.name };
      const key = seriesKey(series);
      const phase = seriesPhase(key);
      return {
        key,
        series,
        party: resolverParty(resolver),
        slots: slotSequence(probe.schedule, phase),
        scheduleText: JSON.stringify(probe.schedule),
        firstTurn: Math.floor(phase * 0x10000),
        request: requestMaker(resolver, query, probe.timeoutMs, random),
      };
    }),
  );
}

function canaryTarget(canary: DnsEndpoint, everyMs: number): ScheduledTarget {
  const key = `canary ${endpointKey(canary)}`;
  const phase = seriesPhase(key);
  const schedule = { kind: 'every', everyMs } as const;
  const fixed = {
    endpoint: { address: canary.address, port: canary.port },
    transport: 'udp',
    tcpFallback: false,
    timeoutMs: CANARY_TIMEOUT_MS,
    expectation: compileExpectation({ rcode: ['NOERROR'] }),
    buildQuery: (id: number) => buildQuery(CANARY_QUERY, id),
  } as const;
  return {
    key,
    series: null,
    party: key,
    slots: slotSequence(schedule, phase),
    scheduleText: JSON.stringify(schedule),
    firstTurn: Math.floor(phase * 0x10000),
    request: () => fixed,
  };
}

/** One resolver is one party, however many probes, transports and source addresses ask it. */
function resolverParty({ address, port }: ResolverDefinition): string {
  return `resolver ${address}|${String(port)}`;
}

function partiesOf(targets: readonly ScheduledTarget[]): readonly string[] {
  return [...new Set(targets.map(({ party }) => party))];
}

function endpointOf({ address, port, source }: ResolverDefinition): Endpoint {
  return { address, port, ...(source === undefined ? {} : { source }) };
}

interface CheckedQuery {
  readonly expectation: CompiledExpectation;
  readonly build: (id: number, timeMs: number) => BuiltQuery;
}

function checked(query: QueryDefinition, random: RandomSource): CheckedQuery {
  try {
    const build = queryBuilder(query, random);
    build(0, 0);
    return { expectation: compileExpectation(query.expect), build };
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    const message = `plan query ${JSON.stringify(query.name)}: a query that can be asked is required; found: ${found}`;
    throw new MeasureError('PLAN_INVALID', message, { cause });
  }
}

/** A query that never changes is encoded once; only its id differs. */
function queryBuilder(query: QueryDefinition, random: RandomSource): CheckedQuery['build'] {
  if (hasPlaceholder(query.qname)) {
    return (id, timeMs) => buildQuery({ ...query, qname: expandQname(query.qname, random, timeMs) }, id);
  }
  const { question, bytes: encoded } = buildQuery(query, 0);
  return (id) => {
    const bytes = encoded.slice();
    bytes[0] = id >> 8;
    bytes[1] = id & 0xff;
    return { id, question, bytes };
  };
}
