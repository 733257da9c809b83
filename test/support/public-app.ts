import { silentLog } from '../../src/domain/log.js';
import type { PublicListenerConfig } from '../../src/publish/config.js';
import type { PublicListenerOptions } from '../../src/publish/http/public-listener.js';
import { SAMPLE_NOW_MS } from './sample-snapshot.js';

export const SAMPLE_PUBLIC_CONFIG: PublicListenerConfig = {
  listen: { host: '127.0.0.1', port: 0 },
  baseUrl: null,
  title: 'Example Resolver',
  languages: ['en'],
  timeZone: 'Asia/Tokyo',
};

/** Options of a public listener half a second after the sample snapshots. */
export function samplePublicOptions(options: Partial<PublicListenerOptions> = {}): PublicListenerOptions {
  return {
    config: SAMPLE_PUBLIC_CONFIG,
    latency: { latency: () => Promise.resolve({ from: '', to: '', step: '1h', points: [] }) },
    log: silentLog,
    clock: { nowMs: () => SAMPLE_NOW_MS + 500 },
    version: '0.0.0-test',
    ...options,
  };
}
