import { Type } from 'typebox';

import { SECOND_MS } from '../domain/clock.js';
import { type ProbeDefinition, roundMs } from '../domain/probe-definition.js';
import { dnsEndpoint } from '../domain/setting.js';

// What the configuration knows of measuring: the rest lies in config/.
export { type ProbeFile, probeSchema } from './config/probe-schema.js';
export type { QueryEntry } from './config/query-schema.js';
export { shortestIntervalMs } from './config/shortest-interval.js';
export { toProbeDefinition } from './config/to-probe-definition.js';

/** The addresses that are asked whether this vantage is on line. */
export const canarySchema = Type.Array(dnsEndpoint('One address.'), {
  uniqueItems: true,
  default: [],
  description:
    'Addresses independent of the measured resolvers, asked to learn whether this vantage itself is on line: as ' +
    'often as the fastest probe asks, and at least every second. ' +
    'Attempts are left out only if, between two failed queries to canaries, every canary and every measured ' +
    'resolver was asked and nobody replied: a resolver that is asked but rarely keeps attempts in.',
});

/**
 * How often each canary is asked: as often as the fastest series, or an outage of this vantage that
 * falls between two of its questions would be the resolvers'; and at least every second.
 */
export function canaryIntervalMs(probes: readonly Pick<ProbeDefinition, 'schedule'>[]): number {
  return Math.min(...probes.map((probe) => roundMs(probe.schedule)), SECOND_MS);
}
