import type { Route } from '../route.js';
import type { Channel, ChannelDeps } from './channel.js';
import { ColdTcp } from './cold-tcp.js';
import type { UdpSockets } from './udp-socket.js';
import { UdpPool } from './udp-pool.js';

/** What a route is asked by. */
export function openChannel(route: Route, deps: ChannelDeps & { readonly udp: UdpSockets }): Channel {
  switch (route.transport) {
    case 'udp': {
      const overTcp = new ColdTcp(deps);
      return new UdpPool(route.endpoint, deps, overTcp);
    }
    case 'tcp':
      return new ColdTcp(deps);
    case 'dot':
    case 'doh':
      throw new Error(`transport ${route.transport} is not built`);
    default:
      return route satisfies never;
  }
}
