import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { PublicIncident, PublicMaintenance, PublicRecords } from '../../src/domain/public-records.js';
import { NO_PUBLIC_RECORDS } from '../../src/domain/public-records.js';
import type { Site } from '../../src/publish/site/site.js';
import { HOSTILE_TEXTS } from './hostile-text.js';
import { SAMPLE_NOW_MS, type SampleSlo, sampleSnapshot } from './sample-snapshot.js';

/** A site of these SLOs and records, now. */
export function siteWith(
  slos: readonly SampleSlo[],
  records: Partial<PublicRecords> = {},
  site: Partial<Site> = {},
): Site {
  return {
    snapshot: sampleSnapshot(slos),
    records: { ...NO_PUBLIC_RECORDS, ...records },
    staleForMs: null,
    nowMs: SAMPLE_NOW_MS,
    ...site,
  };
}

/** Opened three hours ago and told of twice; everything else as said. */
export function sampleIncident(incident: Partial<PublicIncident> = {}): PublicIncident {
  return {
    id: 7,
    title: 'Timeouts at ns2',
    impact: 'major',
    slos: ['availability'],
    updates: [
      sampleUpdate({
        id: 1,
        state: 'investigating',
        message: 'We are **looking** into it.',
        atMs: SAMPLE_NOW_MS - 3 * HOUR_MS,
      }),
      sampleUpdate({ id: 2, state: 'identified', message: 'A fibre is cut.', atMs: SAMPLE_NOW_MS - 2 * HOUR_MS }),
    ],
    postMortemUrl: null,
    postMortemAtMs: null,
    ...incident,
  };
}

type Update = PublicIncident['updates'][number];

/** Recorded a minute after it was so. */
export function sampleUpdate(update: Omit<Update, 'recordedAtMs'> & { readonly recordedAtMs?: number }): Update {
  return { recordedAtMs: update.atMs + MINUTE_MS, ...update };
}

/** Announced two days ago, for two hours from tomorrow on; everything else as said. */
export function sampleMaintenance(maintenance: Partial<PublicMaintenance> = {}): PublicMaintenance {
  return {
    id: 3,
    title: 'Rack move',
    message: 'Resolver **ns2** moves.',
    fromMs: SAMPLE_NOW_MS + DAY_MS,
    toMs: SAMPLE_NOW_MS + DAY_MS + 2 * HOUR_MS,
    slos: [],
    recordedAtMs: SAMPLE_NOW_MS - 2 * DAY_MS,
    cancelledAtMs: null,
    effects: [],
    ...maintenance,
  };
}

/** Everything that people could put into names, titles and messages, at once. */
export function hostileSite(texts: readonly string[] = Object.values(HOSTILE_TEXTS)): Site {
  const slos = texts.map((text, index) => ({
    name: `slo-${String(index)}`,
    displayName: text,
    description: text,
    service: `service-${String(index)}`,
    serviceDisplayName: text,
    state: (['met', 'violated', 'no_data', 'at_risk'] as const)[index % 4]!,
  }));
  return siteWith(slos, {
    incidents: texts.map((text, index) =>
      sampleIncident({
        id: index + 1,
        title: text,
        slos: [`slo-${String(index)}`, 'gone'],
        updates: [
          sampleUpdate({ id: index, state: 'investigating', message: text, atMs: SAMPLE_NOW_MS - index * HOUR_MS }),
        ],
        postMortemUrl: 'https://example.org/?a=1&b="<',
        postMortemAtMs: null,
      }),
    ),
    maintenances: texts.map((text, index) =>
      sampleMaintenance({ id: index + 1, title: text, message: text, slos: [`slo-${String(index)}`] }),
    ),
  });
}
