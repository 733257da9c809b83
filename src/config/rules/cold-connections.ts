import { isLoopback } from '../../domain/ip-address.js';
import type { Problem } from '../../domain/problem.js';
import type { QueryStream } from '../../measure/config.js';
import { problemAt } from '../../openslo/document/source-document.js';
import { configLoad } from '../config-load.js';
import type { Draft, Rule } from '../draft.js';
import { formatQps } from '../format-qps.js';
import { placeOf } from '../place-of.js';

/** Linux's default `ip_local_port_range`, 32768 to 60999 (ip-sysctl). */
const PORTS = 28_232;
/** Who closes a connection keeps its port from others for so long (RFC 9293 §3.6.1; Linux' TCP_TIMEWAIT_LEN). */
const TIME_WAIT_S = 60;
const MOST_QPS = Math.floor(PORTS / TIME_WAIT_S);

/** Every `cold` attempt takes a local port for a minute; says so where they will not last. */
export const coldConnections: Rule = (draft) => {
  const loads = [...configLoad(draft.config).resolvers.values()];
  const shares = new Map<string, QueryStream[]>();
  for (const { name, streams } of loads) {
    for (const stream of streams.filter(takesPort)) {
      const whose = sharedBy(stream, name);
      shares.set(whose, [...(shares.get(whose) ?? []), stream]);
    }
  }
  return [...shares].flatMap(([whose, streams]) => tooMany(draft, whose, streams));
};

/**
 * Between addresses of this machine the kernel takes a port again after a second (`tcp_tw_reuse` 2),
 * but not where it has to find one before it knows where to: with `source`.
 */
function takesPort({ resolver }: QueryStream): boolean {
  if (resolver === null || resolver.transport === 'udp' || resolver.reuse === 'warm') return false;
  return resolver.source !== undefined || !isLoopback(resolver.address);
}

/** The kernel counts ports for each destination; those of an address that it is told to send from, for all together. */
function sharedBy({ resolver }: QueryStream, name: string): string {
  return resolver?.source === undefined ? `to ${name}` : `from ${resolver.source}`;
}

function tooMany(draft: Draft, whose: string, streams: readonly QueryStream[]): readonly Problem[] {
  const qps = streams.reduce((sum, stream) => sum + stream.qps, 0);
  const [first] = streams;
  const place = first === undefined || qps <= MOST_QPS ? null : placeOf(draft, first);
  if (place === null) return [];
  const message = `${formatQps(qps)} new connections a second ${whose} would use up the ports: of Linux's usual ${String(PORTS)} each is taken for ${String(TIME_WAIT_S)} s, so that above ${String(MOST_QPS)} a second attempts become prober_error; take reuse: warm, or ask less often`;
  return [problemAt(place.source, place.pointer, message, { severity: 'warning' })];
}
