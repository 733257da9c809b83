import { type QueryLoad, queryLoad } from '../measure/config.js';
import type { Config } from './config.js';

/** Whom a configuration has asked how often at the worst. Canaries are asked only where something is measured. */
export function configLoad({ probes, canary }: Pick<Config, 'probes' | 'canary'>): QueryLoad {
  return queryLoad({ probes, canaries: probes.length === 0 ? [] : canary });
}
