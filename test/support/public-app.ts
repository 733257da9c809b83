import { sloHistory } from '../../src/app/site/slo-history.js';
import { silentLog } from '../../src/domain/log.js';
import { NO_PUBLIC_RECORDS } from '../../src/domain/public-records.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { NO_TALLY } from '../../src/domain/tally.js';
import type { PublicListenerConfig } from '../../src/publish/config.js';
import type { PublicListenerOptions } from '../../src/publish/http/public-listener.js';
import { PLAIN_LOOK } from '../../src/publish/look/site-look.js';
import type { ServedAt } from '../../src/publish/site/links.js';
import { PageFactory, type SiteSettings } from '../../src/publish/site/page-factory.js';
import type { Site } from '../../src/publish/site/site.js';
import type { SiteHistory } from '../../src/publish/site/site-history.js';
import type { PageContext } from '../../src/publish/status-page/page-context.js';
import { MemoryHistory } from './memory-history.js';
import { SAMPLE_NOW_MS } from './sample-snapshot.js';

export const SAMPLE_PUBLIC_CONFIG: PublicListenerConfig = {
  listen: { host: '127.0.0.1', port: 0 },
  baseUrl: null,
  title: 'Example Resolver',
  languages: ['en'],
  timeZone: 'Asia/Tokyo',
  look: PLAIN_LOOK,
  resolvers: [],
  export: null,
};

export const SAMPLE_SITE_KEY = '00112233445566778899aabbccddeeff'.repeat(2);

/** Options of a public listener half a second after the sample snapshots. */
export function samplePublicOptions(options: Partial<PublicListenerOptions> = {}): PublicListenerOptions {
  return {
    config: SAMPLE_PUBLIC_CONFIG,
    history: sampleHistory(),
    log: silentLog,
    clock: { nowMs: () => SAMPLE_NOW_MS + 500 },
    version: '0.0.0-test',
    siteKey: SAMPLE_SITE_KEY,
    ...options,
  };
}

/** The context of a page of the sample site. */
export function samplePage(
  settings: Partial<SiteSettings> = {},
  at: Partial<ServedAt & { readonly language: string }> = {},
): PageContext {
  const { language, path = '', isInFolder = false } = at;
  const pages = new PageFactory({ ...SAMPLE_PUBLIC_CONFIG, version: '1', siteKey: SAMPLE_SITE_KEY, ...settings });
  return pages.page(language ?? pages.defaultLanguage, { path, isInFolder });
}

/** A site that shows this snapshot, and these records. */
export function sampleSite(snapshot: Snapshot | null, site: Partial<Site> = {}): Site {
  return { snapshot, records: NO_PUBLIC_RECORDS, staleForMs: null, nowMs: SAMPLE_NOW_MS, ...site };
}

/** A history that answers as said, and else knows nothing. */
export function sampleHistory(answers: Partial<SiteHistory> = {}): SiteHistory {
  return {
    latency: () => Promise.resolve({ from: '', to: '', step: '1h', points: [] }),
    sloHistory: (query) => sloHistory({ history: new MemoryHistory(), sliceHours: null }, query),
    tallies: (slos, windows) => Promise.resolve(windows.map(() => slos.map(() => NO_TALLY))),
    report: () => Promise.reject(new Error('this sample has no reports')),
    ...answers,
  };
}
