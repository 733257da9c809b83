import { formatEndpoint } from '../domain/endpoint.js';
import type { ResolverDefinition } from '../domain/probe-definition.js';
import { routeOf } from '../measure/route.js';
import type { Comparison, Estimate } from './probe-comparison.js';
import { failuresJson } from './probe-failures.js';
import { replyJson } from './probe-reply.js';
import { type ProbeReport, type ProbeResult, receiveClockOf } from './probe-result.js';
import type { ConnectionCounts, ProbeSummary } from './probe-summary.js';

/** What `probe --json` prints: an object for one resolver, an array for several. */
export function probeJson(report: ProbeReport): string {
  const results = report.results.map((result) => resultJson(result, report));
  return JSON.stringify(results.length === 1 ? results[0] : results);
}

function resultJson(result: ProbeResult, report: ProbeReport): unknown {
  const { request, results } = report;
  const { resolver, summary, suspicious, comparison, only } = result;
  const { p50, p90, p99, p999 } = summary.rttOfValid();
  return {
    resolver: resolverText(resolver),
    transport: resolver.transport,
    ...tlsJson(resolver),
    qname: request.query.qname,
    qtype: request.query.qtype,
    sent: summary.sent,
    outcomes: Object.fromEntries(summary.outcomes),
    rttUs: summary.rtt(),
    clock: receiveClockOf(report, resolver),
    sendLagUs: summary.sendLag(),
    percentilesUs: { p50, p90, p99, p999 },
    awaited: summary.awaited,
    suspicious,
    ...streamJson(summary),
    failures: failuresJson(summary.failures),
    ...(only === null ? {} : { reply: replyJson(only) }),
    ...(comparison === null ? {} : { compare: comparisonJson(comparison, results[0]) }),
  };
}

function resolverText({ transport, address, port, name }: ResolverDefinition): string {
  return transport === 'doh' ? name : formatEndpoint(address, port);
}

/** Only of one asked over TLS: the name that the certificate must bear; `null`: the address. */
function tlsJson(resolver: ResolverDefinition): object {
  if (resolver.transport !== 'dot' && resolver.transport !== 'doh') return {};
  const route = routeOf(resolver);
  return { tlsName: route.transport === 'udp' ? null : route.tlsName };
}

/** Only of a resolver asked over streams. */
function streamJson({ connections, phases }: ProbeSummary): object {
  if (connections === null) return {};
  return {
    phasesUs: Object.fromEntries(phases.map(([phase, figures]) => [phase, figures.figures()])),
    connections: connectionsJson(connections),
  };
}

function connectionsJson({ opened, reopened, certificateExpiresAtMs }: ConnectionCounts): unknown {
  const certificateExpiresAt = certificateExpiresAtMs === null ? null : new Date(certificateExpiresAtMs).toISOString();
  return { opened, reopened, certificateExpiresAt };
}

function comparisonJson({ ratios, failureDifference }: Comparison, first: ProbeResult | undefined): unknown {
  const to = first?.resolver.name ?? null;
  const ratio = Object.fromEntries(Object.entries(ratios).map(([name, one]) => [name, estimateJson(one)]));
  return { to, ratio, failureDifference: estimateJson(failureDifference), confidence: 0.95 };
}

/** JSON has no infinity: an interval without an upper end has `null` there. */
function estimateJson({ value, interval, isBeyondNoise }: Estimate): unknown {
  const ends = interval?.map((end) => (Number.isFinite(end) ? rounded(end) : null)) ?? null;
  return { value: value === null ? null : rounded(value), interval: ends, beyondNoise: isBeyondNoise };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
