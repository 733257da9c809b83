import { Type } from 'typebox';

import { dnsEndpoint } from '../domain/setting.js';

// What the configuration knows of measuring: the rest lies in config/.
export { type ProbeFile, probeSchema } from './config/probe-schema.js';
export { shortestIntervalMs } from './config/shortest-interval.js';
export { toProbeDefinition } from './config/to-probe-definition.js';
export { isOverloaded, type QueryLoad, queryLoad, type SharedLoad } from './plan/query-load.js';
export type { QueryStream } from './plan/query-stream.js';

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
