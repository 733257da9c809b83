import type { QueryDefinition, ResolverDefinition } from '../domain/probe-definition.js';
import type { ProbeFlags } from './probe-flags.js';
import { probeQuery } from './probe-query.js';
import { probeResolvers } from './probe-resolvers.js';
import { readDurationMs, readInteger, UsageError } from './probe-values.js';

/** What a user wants measured, once. */
export interface ProbeRequest {
  /** One or more, each named as people write it. */
  readonly resolvers: readonly ResolverDefinition[];
  readonly query: QueryDefinition;
  /** Attempts of each resolver. */
  readonly count: number;
  /** Between two sends to one resolver. */
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

const MOST_ATTEMPTS = 10_000_000;
const MOST_QPS = 20_000;
const INTERVAL = { min: '50us', max: '60s', example: '250ms' };
const TIMEOUT = { min: '1ms', max: '60s', example: '250ms' };
const DURATION = { min: '1ms', max: '1d', example: '30s' };
const DEFAULT_COUNT = 100;
const DEFAULT_INTERVAL_MS = 100;

/** Throws `UsageError` that says which argument must be what. */
export function probeRequest(resolvers: string, qname: string, qtype: string, flags: ProbeFlags): ProbeRequest {
  const intervalMs = readInterval(flags);
  const request = {
    resolvers: probeResolvers(resolvers, flags, 1e3 / intervalMs),
    query: probeQuery(qname, qtype, flags),
    count: readCount(flags, intervalMs),
    intervalMs,
    timeoutMs: readDurationMs('--timeout', flags.timeout, TIMEOUT),
  };
  requireFewRandom(request, flags);
  requireFile(flags.attempts);
  if (flags.compare === true && request.resolvers.length < 2) {
    throw new UsageError('--compare needs several: RESOLVER,RESOLVER or --transport udp,dot');
  }
  return request;
}

/** Standard output bears the report. */
function requireFile(attempts: string | undefined): void {
  if (attempts !== '-') return;
  throw new UsageError(
    '--attempts must name a file, found "-": standard output bears the report (/dev/stdout mixes both)',
  );
}

function readInterval({ interval, qps }: ProbeFlags): number {
  if (interval !== undefined && qps !== undefined) throw new UsageError('give --interval or --qps, not both');
  if (qps !== undefined) return 1e3 / readInteger('--qps', qps, 1, MOST_QPS);
  return interval === undefined ? DEFAULT_INTERVAL_MS : readDurationMs('--interval', interval, INTERVAL);
}

function readCount({ count, duration }: ProbeFlags, intervalMs: number): number {
  if (count !== undefined && duration !== undefined) throw new UsageError('give --count or --duration, not both');
  if (count !== undefined) return readInteger('--count', count, 1, MOST_ATTEMPTS);
  if (duration === undefined) return DEFAULT_COUNT;
  const attempts = Math.max(1, Math.round(readDurationMs('--duration', duration, DURATION) / intervalMs));
  if (attempts <= MOST_ATTEMPTS) return attempts;
  const most = String(MOST_ATTEMPTS);
  throw new UsageError(
    `--duration must be short enough for ${most} attempts, found ${String(attempts)} in ${duration}`,
  );
}

/** Names that nobody has cached reach the zone's own servers: they must not be attacked by mistake. */
function requireFewRandom({ resolvers, query, intervalMs }: ProbeRequest, { maxRandomQps }: ProbeFlags): void {
  const most = readInteger('--max-random-qps', maxRandomQps, 1, 1_000_000);
  if (!query.qname.includes('{random}')) return;
  // 1e3 / (1e3 / 51) may be 51.00000000000001, as binary fractions go. A short run is no excuse: it can be repeated.
  const perSecond = Math.ceil((1e3 / intervalMs) * resolvers.length - 1e-6);
  if (perSecond <= most) return;
  throw new UsageError(
    `${String(perSecond)} queries a second with {random} are more than ${String(most)}: their zone's servers get ` +
      `them all. Send fewer, or allow them with --max-random-qps ${String(perSecond)}`,
  );
}
