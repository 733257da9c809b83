import { rcodeOf, rcodeText } from '../../dns/rcode.js';
import { canonicalAddress } from '../../domain/ip-address.js';
import type {
  ProbeDefinition,
  ProbeSchedule,
  QueryDefinition,
  ResolverDefinition,
} from '../../domain/probe-definition.js';
import { durationMs } from '../../domain/setting.js';
import type { ProbeFile } from './probe-schema.js';
import type { QueryEntry } from './query-schema.js';
import type { ResolverEntry } from './resolver-schema.js';
import { shortestIntervalMs } from './shortest-interval.js';

/** The definition of an accepted probe file; members that only later releases can measure are left out. */
export function toProbeDefinition(file: ProbeFile): ProbeDefinition {
  return {
    name: file.probe,
    schedule: scheduleOf(file),
    timeoutMs: durationMs(file.timeout),
    resolvers: file.resolvers.flatMap((entry) => toResolverDefinition(entry) ?? []),
    queries: file.queries.map(toQueryDefinition),
  };
}

/** `null` for a resolver without an address (a DoH one). */
function toResolverDefinition(entry: ResolverEntry): ResolverDefinition | null {
  const address = entry.address === undefined ? null : canonicalAddress(entry.address);
  if (address === null) return null;
  return {
    name: entry.name,
    address,
    port: entry.port ?? 53,
    transport: entry.transport === 'tcp' ? 'tcp' : 'udp',
    ...(entry.source === undefined ? {} : { source: entry.source }),
    tcpFallback: entry.tcpFallback,
    maxQps: entry.maxQps,
  };
}

function toQueryDefinition(entry: QueryEntry): QueryDefinition {
  const { name: queryName, qname, rd, cd } = entry;
  const { udpSize, do: dnssecOk, nsid } = entry.edns;
  const { aa, ad, ra, tc, rcode, flags, ...expectations } = entry.expect;
  const allFlags = { aa, ad, ra, tc, ...flags };
  const demanded = Object.entries(allFlags).filter(([, flagValue]) => flagValue !== undefined);
  return {
    name: queryName,
    qname,
    qtype: entry.qtype.toUpperCase(),
    qclass: entry.qclass.toUpperCase(),
    rd,
    cd,
    edns: { udpSize, do: dnssecOk, nsid },
    expect: {
      ...expectations,
      rcode: rcode.map(canonicalRcode),
      ...(demanded.length === 0 ? {} : { flags: Object.fromEntries(demanded) }),
    },
  };
}

function canonicalRcode(accepted: string): string {
  return rcodeText(rcodeOf(accepted) ?? 0);
}

function scheduleOf(file: ProbeFile): ProbeSchedule {
  if (file.schedule === undefined) return { kind: 'every', everyMs: durationMs(file.every ?? '') };
  return { kind: 'cron', expression: file.schedule, shortestMs: shortestIntervalMs(file.schedule) };
}
