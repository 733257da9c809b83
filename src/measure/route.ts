import type { ResolverDefinition } from '../domain/probe-definition.js';
import { endpointKey, type Endpoint } from './transport/endpoint.js';

/** How a resolver is reached: everything that decides which sockets an attempt may share. */
export type Route = UdpRoute | StreamRoute | DohRoute;

export interface UdpRoute {
  readonly transport: 'udp';
  readonly endpoint: Endpoint;
  /** On a truncated reply, ask again over TCP within the same timeout. */
  readonly tcpFallback: boolean;
}

interface Reuse {
  /** A new connection for every attempt, or a kept one … */
  readonly reuse: 'cold' | 'warm';
  /** … that lives no longer than this. */
  readonly maxAgeMs: number;
}

/** DNS over TCP (RFC 7766), in the clear or under TLS (RFC 7858). */
export interface StreamRoute extends Reuse {
  readonly transport: 'tcp' | 'dot';
  readonly endpoint: Endpoint;
  /** The name that the certificate must bear (DoT); `null`: the address. */
  readonly tlsName: string | null;
}

/** DNS over HTTPS (RFC 8484), always HTTP/2. */
export interface DohRoute extends Reuse {
  readonly transport: 'doh';
  readonly endpoint: Endpoint;
  /** The name, or address, that the certificate must bear. */
  readonly tlsName: string;
  readonly authority: string;
  readonly path: string;
  readonly method: 'get' | 'post';
}

export const DEFAULT_MAX_AGE_MS = 60_000;

/** Throws a `RangeError` for a DoH resolver without its HTTP part. */
export function routeOf(resolver: ResolverDefinition): Route {
  const { address, port, source, transport, tcpFallback, tlsName, doh } = resolver;
  const endpoint = { address, port, ...(source === undefined ? {} : { source }) };
  if (transport === 'udp') return { transport, endpoint, tcpFallback };
  const kept = { reuse: resolver.reuse ?? 'cold', maxAgeMs: resolver.maxAgeMs ?? DEFAULT_MAX_AGE_MS };
  if (transport !== 'doh') return { transport, endpoint, tlsName: tlsName ?? null, ...kept };
  if (doh === undefined) throw new RangeError('the URL of a DoH resolver is missing');
  return { transport, endpoint, tlsName: tlsName ?? hostOf(doh.authority), ...doh, ...kept };
}

/** One string per route: attempts with equal ones share sockets and connections. */
export function routeKey(route: Route): string {
  const { endpoint, ...how } = route;
  return `${endpointKey(endpoint)}|${JSON.stringify(how)}`;
}

function hostOf(authority: string): string {
  return authority.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}
