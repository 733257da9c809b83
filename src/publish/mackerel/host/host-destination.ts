import type { PointDestination } from '../point-destination.js';
import type { HostKeeper } from './host-keeper.js';
import { type HostPoint, hostPoints } from './host-points.js';

/** The outbox channel of the host's metrics. */
export const HOST_CHANNEL = 'mackerel:host';

/** The custom metrics of the host that stands for this vantage; which one that is is found out when they are posted. */
export function hostDestination(keeper: Pick<HostKeeper, 'id' | 'forget'>): PointDestination {
  return {
    channel: HOST_CHANNEL,
    points: hostPoints,
    request: async (payload, signal) => {
      const hostId = await keeper.id(signal);
      const points = JSON.parse(payload) as readonly HostPoint[];
      return { path: 'tsdb', body: JSON.stringify(points.map((point) => ({ hostId, ...point }))) };
    },
    answered: (status) => {
      // Somebody may have retired it: whoever looks for it makes another.
      if (status === 400 || status === 404) keeper.forget();
    },
  };
}
