import type { SecureContext } from 'node:tls';

import { DEFAULT_MAX_AGE_MS, type Route, type StreamRoute } from '../route.js';
import type { Channel, ChannelDeps } from './channel.js';
import type { Endpoint } from './endpoint.js';
import { ColdStreams } from './stream/cold-streams.js';
import { systemTrust } from './stream/tls-trust.js';
import { WarmStream } from './stream/warm-stream.js';
import type { UdpSockets } from './udp/udp-socket.js';
import { UdpPool } from './udp/udp-pool.js';

export interface OpenChannelDeps extends ChannelDeps {
  readonly udp: UdpSockets;
  /** Whose certificates are believed. Absent: the system's CAs' and those of `NODE_EXTRA_CA_CERTS`. */
  readonly trust?: () => SecureContext;
}

/** What a route is asked by. */
export function openChannel(route: Route, given: OpenChannelDeps): Channel {
  const deps = { ...given, trust: given.trust ?? systemTrust };
  switch (route.transport) {
    case 'udp':
      return new UdpPool(route.endpoint, deps, new ColdStreams(afterTruncation(route.endpoint), deps));
    case 'tcp':
    case 'dot':
    case 'doh':
      return route.reuse === 'warm' ? new WarmStream(route, deps) : new ColdStreams(route, deps);
    default:
      return route satisfies never;
  }
}

/** Truncated replies are asked for again over TCP, on a connection of their own. */
function afterTruncation(endpoint: Endpoint): StreamRoute {
  return { transport: 'tcp', endpoint, tlsName: null, reuse: 'cold', maxAgeMs: DEFAULT_MAX_AGE_MS };
}
