import type Database from 'better-sqlite3';

import type { AlertLogEntry } from '../../../domain/alert-evidence.js';
import type { Clock } from '../../../domain/clock.js';
import type { NewPublishedReport, PublishedReport } from '../../../domain/published-report.js';
import type { SloComposition } from '../../../domain/slo-composition.js';
import type { TimeWindow } from '../../../domain/window.js';
import type { AlertLogTable } from './alert-log-table.js';
import { CompositionTable } from './composition-table.js';
import type { Prunable } from './prunable.js';
import { ReportTable } from './report-table.js';
import { attempt } from './sqlite-errors.js';

/** What happened to SLOs: what their alerts did, what they consisted of, what was published of them. */
export class Chronicle {
  readonly #database: Database.Database;
  readonly #clock: Clock;
  readonly #alertLog: AlertLogTable;
  readonly #compositions: CompositionTable;
  readonly #reports: ReportTable;

  constructor(database: Database.Database, alertLog: AlertLogTable, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#alertLog = alertLog;
    this.#compositions = new CompositionTable(database);
    this.#reports = new ReportTable(database);
  }

  get tables(): readonly Prunable[] {
    return [this.#alertLog, this.#compositions, this.#reports];
  }

  /** Changes of one SLO's alerts (`slo`: key of its definition), the newest first. They are written with the alerts' states. */
  alertTransitions(slo: string, window: TimeWindow, limit: number): Promise<readonly AlertLogEntry[]> {
    return attempt('reading the log of alerts', () => this.#alertLog.newest(slo, window, limit));
  }

  /** Digest of each SLO's last composition, by the key of its definition. */
  latestCompositions(): Promise<ReadonlyMap<string, string>> {
    return attempt('reading compositions', () => this.#compositions.latest());
  }

  /** Of one SLO, by the key of its definition, oldest first. */
  compositionsOf(slo: string): Promise<readonly SloComposition[]> {
    return attempt('reading compositions', () => this.#compositions.of(slo));
  }

  recordCompositions(compositions: readonly SloComposition[]): Promise<void> {
    return attempt('writing compositions', () => {
      this.#writing(() => {
        for (const composition of compositions) this.#compositions.add(composition);
      });
    });
  }

  /** What was published of a month (`YYYY-MM`), in order of publication. */
  publishedReports(month: string): Promise<readonly PublishedReport[]> {
    return attempt('reading published reports', () => this.#reports.of(month));
  }

  /** Keeps what figures were made of; what was published before with the same digest stays as it was. */
  publishReports(reports: readonly NewPublishedReport[]): Promise<void> {
    return attempt('writing published reports', () => {
      this.#writing(() => {
        const nowMs = this.#clock.nowMs();
        for (const report of reports) this.#reports.add(report, nowMs);
      });
    });
  }

  #writing(write: () => void): void {
    this.#database.transaction(write).immediate();
  }
}
