import { DAY_MS, HOUR_MS } from '../../src/domain/clock.js';
import { NO_PUBLIC_RECORDS, type PublicCorrection, type PublicRecords } from '../../src/domain/public-records.js';
import type { SloState } from '../../src/domain/slo-status.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { NO_TALLY } from '../../src/domain/tally.js';
import { SITE_PARTS } from '../../src/publish/site/parts.js';
import type { Site } from '../../src/publish/site/site.js';
import type { SiteHistory } from '../../src/publish/site/site-history.js';
import { partPath } from '../../src/publish/site/site-part.js';
import { hostileReport } from './hostile-report.js';
import { HOSTILE_TEXTS } from './hostile-text.js';
import { memoryReport, octoberHistory } from './report-samples.js';
import { samplePast, siteHistory } from './sample-past.js';
import { SAMPLE_NOW_MS, sampleStates } from './sample-snapshot.js';
import { hostileSite, sampleIncident, sampleMaintenance, sampleUpdate } from './sample-site.js';

/** A whole site in one of its states. */
export interface SiteWorld {
  readonly snapshot: Snapshot | null;
  readonly records: PublicRecords;
  readonly history: SiteHistory;
  /** The visitors' clock. */
  readonly nowMs: number;
  /** Paths of its pages below the folder of a language, without the leading slash. */
  readonly paths: readonly string[];
}

/** The one month of which reports are looked at: that of `memoryReport`. */
const REPORT_PATH = 'report/2026-10';

/** The site in everything it may have to show, by name; of `starting` there is nothing yet. */
export function siteWorlds(): Readonly<Record<string, SiteWorld>> {
  const { fine, burning, violated, empty, fifty, hostile, 'no-data': noData } = sampleStates();
  return {
    fine: world(fine!, { incidents: [resolved()], corrections: [correction('A fibre was cut.')] }),
    burning: world(burning!, {}, { paths: /^$|^slo/ }),
    violated: world(violated!, { incidents: [open()] }, { paths: /^$|^slo|^incidents|^history$/ }),
    'no data': world(noData!, {}, { past: 'no_data', paths: /^$|^slo|^history$/ }),
    empty: world(empty!, {}, { paths: /^$|^history$/ }),
    fifty: world(fifty!, {}, { paths: /^$|^history$/ }),
    maintenance: world(fine!, { maintenances: maintenances() }, { paths: /^$|^maintenance|^history$|^slo.slo-2/ }),
    hostile: hostileWorld(hostile!),
    stale: { ...world(fine!, {}, { paths: /^$/ }), nowMs: SAMPLE_NOW_MS + 5 * 60_000 },
    starting: { ...world(fine!, {}, { paths: /^$|^history$|^slo.slo-1$/ }), snapshot: null },
  };
}

interface WorldOptions {
  /** How the SLOs did in the past that their pages show. */
  readonly past?: SloState;
  /** Of its pages those that no other world shows the same. */
  readonly paths?: RegExp;
}

/** The pages that the site has, and one that it has not. */
function world(snapshot: Snapshot, records: Partial<PublicRecords> = {}, options: WorldOptions = {}): SiteWorld {
  const site: Site = {
    ...{ snapshot, staleForMs: null, nowMs: SAMPLE_NOW_MS },
    records: { ...NO_PUBLIC_RECORDS, ...records },
  };
  const { past = 'violated', paths = /./ } = options;
  return {
    ...{ snapshot, records: site.records, history: historyOf(past), nowMs: SAMPLE_NOW_MS + 500 },
    paths: [...pagesOf(site), 'no/such'].filter((path) => paths.test(path) || options.paths === undefined),
  };
}

/** Whatever people name is named so that it would do harm, or does not fit, in all it may stand in. */
function hostileWorld(snapshot: Snapshot): SiteWorld {
  const { records } = hostileSite(['html', 'rtl', 'emoji', 'long', 'markdown'].map((name) => HOSTILE_TEXTS[name]!));
  const all = { ...records, corrections: [correction(HOSTILE_TEXTS['html']!)] };
  return { ...world(snapshot, all), history: { ...historyOf('violated'), report: once(() => hostileReport()) } };
}

function pagesOf(site: Site): readonly string[] {
  return SITE_PARTS.filter(({ kind }) => kind === 'page')
    .flatMap((part) => part.list(site).map((params) => partPath(part, params)))
    .filter((path) => !path.startsWith('report/') || path === REPORT_PATH);
}

const report = once(() => memoryReport(octoberHistory()));

function historyOf(past: SloState): SiteHistory {
  return {
    ...siteHistory(samplePast(past)),
    tallies: (slos, windows) =>
      Promise.resolve(
        windows.map((_, month) =>
          slos.map((_slo, i) => ({ ...NO_TALLY, valid: 86_400, good: 86_400 - month * i * 90 })),
        ),
      ),
    report,
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}

function open() {
  return sampleIncident({ slos: ['slo-1', 'slo-2'], impact: 'critical' });
}

function resolved() {
  const before = sampleIncident({ id: 8, slos: ['slo-1'], postMortemUrl: 'https://example.org/post-mortem' });
  const told = (id: number, state: 'monitoring' | 'resolved', atMs: number) =>
    sampleUpdate({ id, state, message: '- one\n- two\n\n`dig +short`', atMs });
  const updates = [
    ...before.updates,
    told(3, 'monitoring', SAMPLE_NOW_MS - HOUR_MS),
    told(4, 'resolved', SAMPLE_NOW_MS - HOUR_MS / 2),
  ];
  return { ...before, updates };
}

/** Under way, ahead, over, called off before it began, and ended early. */
function maintenances() {
  const one = (id: number, fromMs: number, toMs: number, cancelledAtMs: number | null = null) => {
    const effects = [
      { slo: 'slo-1', effect: 'excluded', noticeMs: DAY_MS },
      { slo: 'slo-2', effect: 'late', noticeMs: 3 * DAY_MS },
      { slo: 'slo-3', effect: 'counted', noticeMs: 0 },
    ] as const;
    const recordedAtMs = fromMs - 2 * DAY_MS;
    return sampleMaintenance({
      ...{ id, fromMs, toMs, cancelledAtMs, recordedAtMs, effects },
      slos: ['slo-1', 'slo-2', 'slo-3'],
    });
  };
  return [
    one(1, SAMPLE_NOW_MS - HOUR_MS, SAMPLE_NOW_MS + HOUR_MS),
    one(2, SAMPLE_NOW_MS + DAY_MS, SAMPLE_NOW_MS + DAY_MS + HOUR_MS),
    one(3, SAMPLE_NOW_MS - 3 * DAY_MS, SAMPLE_NOW_MS - 3 * DAY_MS + HOUR_MS),
    one(4, SAMPLE_NOW_MS + 2 * DAY_MS, SAMPLE_NOW_MS + 3 * DAY_MS, SAMPLE_NOW_MS - HOUR_MS),
    one(5, SAMPLE_NOW_MS - 5 * DAY_MS, SAMPLE_NOW_MS - 4 * DAY_MS, SAMPLE_NOW_MS - 4.5 * DAY_MS),
  ];
}

function correction(reason: string): PublicCorrection {
  const fromMs = SAMPLE_NOW_MS - 2 * DAY_MS;
  return {
    ...{ id: 1, slo: 'slo-1', fromMs, toMs: fromMs + HOUR_MS, kind: 'exclude', reason },
    ...{ recordedAtMs: fromMs + DAY_MS, revokedAtMs: null },
  };
}
