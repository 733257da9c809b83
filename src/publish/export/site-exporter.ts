import { setTimeout } from 'node:timers/promises';

import type { Clock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import { ExportError } from '../site/errors.js';
import type { PageFactory } from '../site/page-factory.js';
import type { Site } from '../site/site.js';
import type { SiteHistory } from '../site/site-history.js';
import { writeSite, type WrittenSite } from '../site/write-site.js';
import { ChangedFiles } from './changed-files.js';
import { afterExport, afterFailedExport, type ExportReason, isExportDue, NO_EXPORTS } from './export-schedule.js';
import type { SiteExportConfig } from './export-schema.js';

/** What came of an export. */
export type ExportReport =
  | ({ readonly outcome: 'written'; readonly endedAtMs: number; readonly tookMs: number } & WrittenSite)
  | { readonly outcome: 'failed' };

export interface SiteExporterOptions {
  readonly config: SiteExportConfig;
  /** Makes contexts of files that are made at a time. */
  readonly pagesMade: (made: { readonly atMs: number; readonly staleFromMs: number }) => PageFactory;
  /** The site as it is now; the same object as long as nothing of it changes. */
  readonly site: () => Site;
  readonly history: SiteHistory;
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: () => number;
  readonly onEnd: (report: ExportReport) => void;
}

interface Run {
  readonly reason: ExportReason;
  readonly site: Site;
  isBrokenOff: boolean;
}

class BrokenOff extends Error {}

/**
 * Writes the site to a folder as it changes: at once when operators recorded something, figures every so
 * often. Never two exports at once; one of figures is broken off when there is something to be told at once.
 * What fails is tried again, and never thrown.
 */
export class SiteExporter {
  readonly #options: SiteExporterOptions;
  readonly #files: ChangedFiles;
  #past = NO_EXPORTS;
  #exported: Site | null = null;
  #run: Run | null = null;
  #ending: Promise<void> = Promise.resolve();
  #lastFault: string | null = null;
  #isClosed = false;

  constructor(options: SiteExporterOptions) {
    this.#options = options;
    this.#files = new ChangedFiles(options);
  }

  /** Begins an export if one is due; called several times a second. Resolves when none is under way. Never rejects. */
  look(): Promise<void> {
    const site = this.#options.site();
    if (this.#run !== null) this.#hurry(this.#run, site);
    else if (this.#isDue(site)) this.#begin(site);
    return this.#ending;
  }

  /**
   * Begins no more. What operators recorded is still written if that takes no longer than `withinMs`; figures
   * are not, since files say from when on they are out of date, and who stops does not want to wait.
   */
  async close(withinMs: number): Promise<void> {
    this.#isClosed = true;
    const run = this.#run;
    if (run?.reason === 'figures') run.isBrokenOff = true;
    await Promise.race([this.#ending, setTimeout(withinMs, undefined, { ref: false })]);
    if (run !== null) run.isBrokenOff = true;
  }

  #isDue(site: Site): boolean {
    if (this.#isClosed || site.snapshot === null) return false;
    return isExportDue(this.#reasonOf(site), this.#past, this.#options.config.everyMs, this.#options.clock.nowMs());
  }

  #reasonOf(site: Site): ExportReason {
    return this.#exported?.records === site.records ? 'figures' : 'records';
  }

  #hurry(run: Run, site: Site): void {
    if (run.reason === 'figures' && run.site.records !== site.records) run.isBrokenOff = true;
  }

  #begin(site: Site): void {
    const run: Run = { reason: this.#reasonOf(site), site, isBrokenOff: false };
    this.#run = run;
    this.#ending = this.#export(run).finally(() => (this.#run = null));
  }

  async #export(run: Run): Promise<void> {
    const { clock, config, onEnd } = this.#options;
    const beganAtMs = clock.nowMs();
    const before = performance.now();
    try {
      const written = await writeSite(config.folder, this.#filesOf(run, beganAtMs));
      const tookMs = performance.now() - before;
      this.#past = afterExport(beganAtMs, tookMs);
      const report = { ...written, endedAtMs: clock.nowMs(), tookMs };
      this.#tellGood(report);
      this.#exported = run.site;
      onEnd({ outcome: 'written', ...report });
    } catch (error) {
      if (error instanceof BrokenOff) return;
      this.#past = afterFailedExport(this.#past, clock.nowMs(), this.#options.random ?? Math.random);
      if (error instanceof ExportError && error.code === 'EXPORT_LOST') this.#files.forget();
      this.#tellFault(error);
      onEnd({ outcome: 'failed' });
    }
  }

  async *#filesOf(run: Run, atMs: number) {
    const { config, pagesMade } = this.#options;
    const pages = pagesMade({ atMs, staleFromMs: atMs + config.staleAfterMs });
    for await (const file of this.#files.of(run.site, pages, { atMs, isHurried: run.reason === 'records' })) {
      if (run.isBrokenOff) throw new BrokenOff();
      yield file;
    }
  }

  #tellGood({ tookMs, ...counts }: WrittenSite & { readonly tookMs: number }): void {
    const { log, config } = this.#options;
    const fields = { folder: config.folder, tookMs: Math.round(tookMs), ...counts };
    if (this.#exported === null || this.#lastFault !== null) log.info(fields, 'the site was exported');
    else log.debug(fields, 'the site was exported');
    this.#lastFault = null;
  }

  /** Once for each kind of fault, until it is mended or another comes. */
  #tellFault(error: unknown): void {
    const fault = faultOf(error);
    if (fault === this.#lastFault) return;
    this.#lastFault = fault;
    this.#options.log.error(
      { err: error, folder: this.#options.config.folder },
      'the site could not be exported; it is tried again',
    );
  }
}

/** `EXPORT_FAILED ENOSPC`: the same for all files. */
function faultOf(error: unknown): string {
  if (!(error instanceof ExportError)) return String(error);
  const { cause } = error;
  return `${error.code} ${cause instanceof Error && 'code' in cause ? String(cause.code) : ''}`;
}
