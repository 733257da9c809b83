import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { MINUTE_MS, SECOND_MS } from '../../../src/domain/clock.js';
import { NO_PUBLIC_RECORDS, type PublicRecords } from '../../../src/domain/public-records.js';
import type { Snapshot } from '../../../src/domain/snapshot.js';
import { type ExportReport, SiteExporter } from '../../../src/publish/export/site-exporter.js';
import { PageFactory } from '../../../src/publish/site/page-factory.js';
import type { SiteHistory } from '../../../src/publish/site/site-history.js';
import { SAMPLE_PUBLIC_CONFIG, SAMPLE_SITE_KEY, sampleHistory } from '../../support/public-app.js';
import { RecordingLog } from '../../support/recording-log.js';
import { memoryReport, octoberHistory } from '../../support/report-samples.js';
import { samplePast, siteHistory } from '../../support/sample-past.js';
import { SAMPLE_NOW_MS, sampleSnapshot } from '../../support/sample-snapshot.js';
import { sampleIncident } from '../../support/sample-site.js';

let parent = '';
let folder = '';

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'resolver-slo-exporter-'));
  folder = join(parent, 'deep', 'site');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

const EVERY_MS = MINUTE_MS;
const STALE_AFTER_MS = 10 * MINUTE_MS;

/** An exporter of a site that changes as the test says. */
function rig(history: Partial<SiteHistory> = {}) {
  const clock = { ms: SAMPLE_NOW_MS, nowMs: () => clock.ms };
  const log = new RecordingLog();
  const reports: ExportReport[] = [];
  const report = memoryReport(octoberHistory());
  const settings = { ...SAMPLE_PUBLIC_CONFIG, version: '1', siteKey: SAMPLE_SITE_KEY };
  const shown: { records: PublicRecords; snapshot: Snapshot | null } = {
    records: NO_PUBLIC_RECORDS,
    snapshot: sampleSnapshot([{ displayName: 'Availability' }]),
  };
  const started = () =>
    new SiteExporter({
      config: { folder, everyMs: EVERY_MS, staleAfterMs: STALE_AFTER_MS },
      pagesMade: (made) => new PageFactory(settings, made),
      site: () => ({ ...shown, staleForMs: null, nowMs: clock.ms }),
      history: sampleHistory({ ...siteHistory(samplePast('met')), report: () => report, ...history }),
      clock,
      log,
      random: () => 0,
      onEnd: (told) => reports.push(told),
    });
  const it = {
    ...{ clock, log, reports, shown, exporter: started() },
    restart: () => void (it.exporter = started()),
    later(ms: number) {
      clock.ms += ms;
      return it.exporter.look();
    },
    /** As judging does each second. */
    setSnapshot: (at: 'met' | 'violated') => {
      shown.snapshot = sampleSnapshot([{ displayName: 'Availability', state: at }], { evaluatedAtMs: clock.ms });
    },
    openIncident: () => {
      shown.records = { ...NO_PUBLIC_RECORDS, incidents: [sampleIncident({ title: 'A fibre is cut' })] };
    },
  };
  return it;
}

const text = (path: string): string => readFileSync(join(folder, path), 'utf8');
const changedAt = (path: string): number => statSync(join(folder, path)).mtimeMs;

function staleFrom(path: string): number {
  return Date.parse(/data-stale-from="([^"]+)"/.exec(text(path))?.[1] ?? '');
}

describe('SiteExporter', () => {
  it('writes nothing before the first evaluation, then at once, and figures again after `every`', async () => {
    const it = rig();
    const { snapshot } = it.shown;
    it.shown.snapshot = null;
    await it.exporter.look();
    expect(existsSync(folder)).toBe(false);
    it.shown.snapshot = snapshot;
    await it.exporter.look();
    expect(text('index.html')).toContain('Availability');
    expect(staleFrom('index.html') - SAMPLE_NOW_MS).toBe(STALE_AFTER_MS);
    it.clock.ms += 30 * SECOND_MS;
    it.setSnapshot('violated');
    await it.exporter.look();
    expect(text('badge/slo-1.svg')).not.toContain('Violated');
    await it.later(30 * SECOND_MS);
    expect(text('badge/slo-1.svg')).toContain('Violated');
    expect(it.reports).toMatchObject([{ outcome: 'written' }, { outcome: 'written' }]);
  });

  it('tells at once what operators recorded', async () => {
    const it = rig();
    await it.exporter.look();
    it.openIncident();
    await it.later(SECOND_MS);
    expect(text('index.html')).toContain('A fibre is cut');
    expect(text('incidents/7.html')).toContain('A fibre is cut');
    expect(text('feed.atom')).toContain('A fibre is cut');
    await it.later(SECOND_MS);
    expect(it.reports).toHaveLength(2);
  });

  it('breaks an export of figures off for it, and never runs two at once', async () => {
    let release = (): void => undefined;
    let readings = 0;
    const held = new Promise<void>((resolve) => (release = resolve));
    const past = siteHistory(samplePast('met'));
    const it = rig({
      sloHistory: async (query) => {
        if (++readings > 2) await held;
        return past.sloHistory(query);
      },
    });
    await it.exporter.look();
    const underWay = it.later(EVERY_MS);
    it.openIncident();
    void it.later(SECOND_MS);
    void it.later(SECOND_MS);
    release();
    await underWay;
    expect(it.reports).toHaveLength(1);
    expect(text('index.html')).not.toContain('A fibre is cut');
    await it.later(SECOND_MS);
    expect(it.reports).toHaveLength(2);
    expect(text('index.html')).toContain('A fibre is cut');
  });

  it('leaves files whose content is the same, and pages until half of their time is over', async () => {
    const it = rig();
    it.openIncident();
    await it.exporter.look();
    const paths = ['favicon.svg', 'feed.atom', 'incidents/7.html', 'report/2026-10.html', '404.html'];
    const before = paths.map(changedAt);
    it.clock.ms += EVERY_MS;
    it.setSnapshot('met');
    await it.exporter.look();
    expect(paths.map(changedAt)).toEqual(before);
    expect(staleFrom('index.html')).toBe(it.clock.ms + STALE_AFTER_MS);
    await it.later(STALE_AFTER_MS / 2);
    expect(paths.map((path, i) => changedAt(path) === before[i])).toEqual([true, true, false, false, false]);
    for (const path of paths.slice(2)) expect([path, staleFrom(path)]).toEqual([path, it.clock.ms + STALE_AFTER_MS]);
    expect(it.reports.map((told) => told.outcome === 'written' && told.removed)).toEqual([0, 0, 0]);
  });

  it('reads a report anew when that is due, and not for each export', async () => {
    let readings = 0;
    const report = memoryReport(octoberHistory());
    const it = rig({
      report: (month) => {
        if (month === '2026-10') readings++;
        return report;
      },
    });
    await it.exporter.look();
    for (let i = 0; i < 9; i++) await it.later(EVERY_MS);
    expect(readings).toBe(1);
    await it.later(EVERY_MS);
    expect(readings).toBe(2);
  });

  it('goes on from what a process before it wrote', async () => {
    const it = rig();
    await it.exporter.look();
    const before = changedAt('favicon.svg');
    it.restart();
    await it.later(SECOND_MS);
    expect(it.reports).toHaveLength(2);
    expect(changedAt('favicon.svg')).toBe(before);
  });

  it('logs a fault once, tries again after a while, and says when it is mended', async () => {
    const it = rig();
    mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, 'deep'), 'a file');
    for (let i = 0; i < 5; i++) await it.later(MINUTE_MS);
    expect(it.log.lines.map(({ level }) => level)).toEqual(['error']);
    expect(it.log.lines[0]?.fields).toMatchObject({ err: { message: expect.stringContaining('ENOTDIR') as string } });
    expect(it.reports).toEqual(Array.from({ length: 5 }, () => ({ outcome: 'failed' })));
    await it.later(SECOND_MS);
    expect(it.reports).toHaveLength(5);
    rmSync(join(parent, 'deep'));
    await it.later(MINUTE_MS);
    expect(it.log.lines.map(({ level }) => level)).toEqual(['error', 'info']);
    expect(text('index.html')).toContain('Availability');
  });

  it('tells another fault, and refuses a folder with files of somebody else', async () => {
    const it = rig();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'thesis.doc'), '');
    await it.exporter.look();
    expect(it.log.text()).toContain('EXPORT_REFUSED');
    rmSync(join(parent, 'deep'), { recursive: true });
    writeFileSync(join(parent, 'deep'), 'a file');
    await it.later(MINUTE_MS);
    expect(it.log.lines.map(({ level }) => level)).toEqual(['error', 'error']);
  });

  it.each(['the whole folder', 'a file'])('writes everything anew where somebody removed %s', async (what) => {
    const it = rig();
    await it.exporter.look();
    rmSync(what === 'a file' ? join(folder, 'badge.svg') : folder, { recursive: true });
    await it.later(EVERY_MS);
    await it.later(MINUTE_MS);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['badge.svg', 'favicon.svg', 'index.html']));
    expect(it.log.text()).toContain('EXPORT_LOST');
  });

  it('keeps the old site where history cannot be read', async () => {
    let isBroken = false;
    const past = siteHistory(samplePast('met'));
    const it = rig({
      sloHistory: (query) => (isBroken ? Promise.reject(new Error('locked')) : past.sloHistory(query)),
    });
    await it.exporter.look();
    const before = text('index.html');
    isBroken = true;
    await it.later(EVERY_MS);
    expect(text('index.html')).toBe(before);
    expect(it.reports.at(-1)).toEqual({ outcome: 'failed' });
  });

  it('ends soon: figures are broken off, what was recorded is written within bounds, and nothing begins', async () => {
    const it = rig();
    await it.exporter.look();
    it.clock.ms += EVERY_MS;
    it.setSnapshot('violated');
    const figures = it.exporter.look();
    await it.exporter.close(2_000);
    await figures;
    expect(it.reports).toHaveLength(1);
    it.openIncident();
    await it.later(EVERY_MS);
    expect(it.reports).toHaveLength(1);

    const other = rig();
    other.openIncident();
    void other.exporter.look();
    await other.exporter.close(10_000);
    expect(text('index.html')).toContain('A fibre is cut');
  });
});
