import { buildQuery } from '../dns/build-query.js';
import { DnsError } from '../dns/errors.js';
import { rcodeOf } from '../dns/rcode.js';
import { parseDurationMs } from '../domain/duration.js';
import { parseEndpoint } from '../domain/endpoint.js';
import type { DnsEndpoint, QueryDefinition, ResolverDefinition } from '../domain/probe-definition.js';

/** What a user wants measured, once. */
export interface ProbeRequest {
  readonly resolver: ResolverDefinition;
  readonly query: QueryDefinition;
  readonly count: number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/** The flags as commander gives them. */
export interface ProbeFlags {
  readonly transport: string;
  readonly port?: string;
  readonly tlsName?: string;
  readonly address?: string;
  readonly count: string;
  readonly interval: string;
  readonly timeout: string;
  readonly rcode: string;
  readonly recurse: boolean;
  readonly dnssec: boolean;
  readonly tcpFallback: boolean;
  readonly json: boolean;
}

/** Says what was wrong with a command line: exit code 2. */
export class UsageError extends Error {}

const MOST_ATTEMPTS = 1_000_000;
const SHORTEST_INTERVAL_MS = 1;
const LONGEST_MS = 60_000;
const EDNS_UDP_SIZE = 1232;

/** Throws `UsageError` that says which argument must be what. */
export function probeRequest(resolver: string, qname: string, qtype: string, flags: ProbeFlags): ProbeRequest {
  requireSupported(resolver, flags);
  const { address, port } = readEndpoint(resolver, flags.port);
  const intervalMs = readDuration('--interval', flags.interval, SHORTEST_INTERVAL_MS);
  return {
    resolver: {
      name: 'probe',
      address,
      port,
      transport: readTransport(flags.transport),
      tcpFallback: flags.tcpFallback,
      maxQps: 1e3 / intervalMs,
    },
    query: readQuery(qname, qtype, flags),
    count: readInteger('--count', flags.count, 1, MOST_ATTEMPTS),
    intervalMs,
    timeoutMs: readDuration('--timeout', flags.timeout, 1),
  };
}

function requireSupported(resolver: string, flags: ProbeFlags): void {
  const isUrl = /^https?:/i.test(resolver);
  if (isUrl || ['dot', 'doh'].includes(flags.transport)) {
    throw new UsageError(`${isUrl ? 'doh' : flags.transport} is not supported yet; measure over udp or tcp`);
  }
  if (flags.tlsName !== undefined)
    throw new UsageError('--tls-name belongs to dot and doh, which are not supported yet');
  if (flags.address !== undefined) throw new UsageError('--address belongs to doh, which is not supported yet');
}

function readTransport(text: string): 'udp' | 'tcp' {
  if (text === 'udp' || text === 'tcp') return text;
  throw new UsageError(`--transport must be udp, tcp, dot or doh, found "${text}"`);
}

function readEndpoint(text: string, portText: string | undefined): DnsEndpoint {
  const port = portText === undefined ? 53 : readInteger('--port', portText, 1, 65_535);
  const endpoint = parseEndpoint(text, port);
  if (endpoint === null) {
    throw new UsageError(`RESOLVER must be an IPv4 or IPv6 address such as 192.0.2.53, found "${text}"`);
  }
  if (portText !== undefined && endpoint.port !== port) {
    throw new UsageError(`the port must be given once, found ${String(endpoint.port)} and --port ${portText}`);
  }
  return endpoint;
}

function readQuery(qname: string, qtype: string, flags: ProbeFlags): QueryDefinition {
  const query = {
    name: 'probe',
    qname,
    qtype: qtype.toUpperCase(),
    qclass: 'IN',
    rd: flags.recurse,
    cd: false,
    edns: { udpSize: EDNS_UDP_SIZE, do: flags.dnssec, nsid: false },
    expect: { rcode: readRcodes(flags.rcode) },
  };
  try {
    buildQuery({ ...query, qname: qname.replaceAll('{random}', 'random') }, 0);
  } catch (error) {
    if (error instanceof DnsError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
  return query;
}

function readRcodes(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim().toUpperCase());
  const unknown = names.find((name) => rcodeOf(name) === null);
  if (unknown === undefined) return names;
  throw new UsageError(`--rcode must name rcodes such as NOERROR,NXDOMAIN, found "${unknown}"`);
}

function readInteger(flag: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${flag} must be a whole number from ${String(min)} to ${String(max)}, found "${text}"`);
}

function readDuration(flag: string, text: string, minMs: number): number {
  const durationMs = parseDurationMs(text);
  if (durationMs !== null && durationMs >= minMs && durationMs <= LONGEST_MS) return durationMs;
  throw new UsageError(`${flag} must be a duration from ${String(minMs)}ms to 60s such as 250ms, found "${text}"`);
}
