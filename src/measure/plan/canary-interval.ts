import { SECOND_MS } from '../../domain/clock.js';
import { type ProbeDefinition, roundMs } from '../../domain/probe-definition.js';

/**
 * How often each canary is asked: as often as the fastest series, or an outage of this vantage that
 * falls between two of its questions would be the resolvers'; and at least every second.
 */
export function canaryIntervalMs(probes: readonly Pick<ProbeDefinition, 'schedule'>[]): number {
  return Math.min(...probes.map((probe) => roundMs(probe.schedule)), SECOND_MS);
}
