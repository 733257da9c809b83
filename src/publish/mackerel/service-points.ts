import type { MackerelConfig } from '../config.js';
import { minutePoints } from './points.js';
import type { PointDestination } from './point-destination.js';

/** The outbox channel of service metrics. */
export const MACKEREL_CHANNEL = 'mackerel';

/** The metrics of the configured service. */
export function servicePoints({ service }: MackerelConfig): PointDestination {
  const path = `services/${encodeURIComponent(service)}/tsdb`;
  return {
    channel: MACKEREL_CHANNEL,
    points: minutePoints,
    request: (body) => Promise.resolve({ path, body }),
  };
}
