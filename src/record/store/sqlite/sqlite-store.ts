import { existsSync } from 'node:fs';

import type Database from 'better-sqlite3';

import { type Cell, MEASURED } from '../../../domain/cell.js';
import { type Clock, DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../../domain/clock.js';
import type { CellQuery, CellVisitor, HistoryReader, RolledUp, StoredSeries } from '../../../domain/history-reader.js';
import type { OperatorRecords } from '../../../domain/operator-action.js';
import type { Series } from '../../../domain/series.js';
import type { RetentionConfig } from '../../config.js';
import type { CellDamage } from '../../cell-damage.js';
import { encodeCellData } from '../../cell-data.js';
import { StoreError } from '../../errors.js';
import { planImport } from '../../import/import-plan.js';
import { progressAfterWrite } from '../../progress-after-write.js';
import type { FailuresToWrite } from '../../pending-failures.js';
import type { MinuteKey, RecordStore } from '../../record-store.js';
import { AlertLogTable } from './alert-log-table.js';
import { AlertStateTable } from './alert-state-table.js';
import { type CellTables, scanCells } from './cell-scan.js';
import { CellTable, toCell } from './cell-table.js';
import { Chronicle } from './chronicle.js';
import { DamageLog } from './damage-log.js';
import { DividedTimeQuery } from './divided-time.js';
import { EventJournal } from './event-journal.js';
import { FailureHistory } from './failure-history.js';
import { FailureTable } from './failure-table.js';
import { GoodAddressTable } from './good-address-table.js';
import { ImportTable, type VisibleImport } from './import-table.js';
import { LeftOvers } from './left-overs.js';
import { MackerelAlertTable } from './mackerel-alert-table.js';
import type { OpenDatabase } from './open-database.js';
import { OperatorActions } from './operator-actions.js';
import { OutboxTable } from './outbox-table.js';
import { ProgressTable } from './progress-table.js';
import { Retention } from './retention.js';
import { RollUp } from './roll-up.js';
import { SecretTable } from './secret-table.js';
import { SeriesTable } from './series-table.js';
import { attempt, attemptNow, toStoreError } from './sqlite-errors.js';
import { SliceHourTable } from './slice-hour-table.js';
import { StoreImport } from './store-import.js';

/**
 * The store in one SQLite file: cells (`HistoryReader`, `RecordStore`, `ImportStore`), and what else is
 * kept, each with a port of its own. All methods fail with `StoreError`.
 */
export class SqliteStore implements HistoryReader, RecordStore {
  readonly failureHistory: FailureHistory;
  readonly sliceHours: SliceHourTable;
  readonly alertStates: AlertStateTable;
  readonly outbox: OutboxTable;
  readonly goodAddresses: GoodAddressTable;
  /** What operators do (`OperatorStore`). */
  readonly operators: OperatorActions;
  /** What alerts did, what SLOs consisted of, what was published. */
  readonly chronicle: Chronicle;
  /** What others are told of. */
  readonly events: EventJournal;
  /** What Mackerel's webhooks told. */
  readonly mackerelAlerts: MackerelAlertTable;
  readonly #database: Database.Database;
  readonly #lock: OpenDatabase['lock'];
  readonly #clock: Clock;
  readonly #tables: CellTables;
  readonly #damage: DamageLog;
  readonly #progress: ProgressTable;
  readonly #divided: DividedTimeQuery;
  readonly #series: SeriesTable;
  readonly #imports: ImportTable;
  readonly #rollUp: RollUp;
  readonly #retention: Retention;
  readonly #leftOvers: LeftOvers;
  readonly #failures: FailureTable;
  readonly #secrets: SecretTable;

  /** `onDamage` is told of each damaged row once, of 10,000 rows at most. */
  constructor(open: OpenDatabase, clock: Clock, onDamage: (damage: CellDamage) => void) {
    const { database } = open;
    this.#database = database;
    this.#lock = open.lock;
    this.#clock = clock;
    this.#tables = {
      minute: new CellTable(database, 'minute'),
      hour: new CellTable(database, 'hour'),
      day: new CellTable(database, 'day'),
    };
    this.#progress = new ProgressTable(database);
    this.#divided = new DividedTimeQuery(database);
    this.#series = new SeriesTable(database);
    this.#damage = new DamageLog(database.name, (id) => this.#seriesNumbered(id), onDamage);
    this.sliceHours = new SliceHourTable(database, this.#progress, this.#damage);
    this.#imports = new ImportTable(database, this.#tables, this.#progress, this.sliceHours);
    this.#rollUp = new RollUp(database, this.#tables, this.#progress, this.#damage);
    this.#failures = new FailureTable(database);
    this.failureHistory = new FailureHistory(this.#failures, this.#series);
    this.#leftOvers = new LeftOvers(database.name, this.#imports);
    const alertLog = new AlertLogTable(database);
    this.alertStates = new AlertStateTable(database, alertLog);
    this.outbox = new OutboxTable(database);
    this.goodAddresses = new GoodAddressTable(database);
    this.#secrets = new SecretTable(database);
    this.operators = new OperatorActions(database, this.#progress, clock);
    this.mackerelAlerts = new MackerelAlertTable(database, clock);
    this.events = new EventJournal(database, { alertLog, mackerelAlerts: this.mackerelAlerts }, clock);
    this.chronicle = new Chronicle(database, alertLog, clock);
    const pruned = {
      failures: this.#failures,
      records: [...this.operators.tables, ...this.chronicle.tables, this.mackerelAlerts],
    };
    this.#retention = new Retention(database, this.#tables, this.#progress, this.#divided, pruned);
  }

  // HistoryReader

  series(): Promise<readonly StoredSeries[]> {
    return attempt('reading the series', () => this.#series.all());
  }

  rolledUp(): Promise<RolledUp> {
    return attempt('reading how far history is rolled up', () => {
      const { own_to: ownTo, hours_to: hoursTo, days_to: daysTo, ...from } = this.#progress.get();
      const nowMs = this.#clock.nowMs();
      // Imports bring their hours and days along, so time without minutes of our own needs no rolling up.
      return {
        hoursToMs: ownTo > hoursTo ? hoursTo * MINUTE_MS : Math.max(hoursTo * MINUTE_MS, floorTo(nowMs, HOUR_MS)),
        daysToMs: ownTo > daysTo ? daysTo * MINUTE_MS : Math.max(daysTo * MINUTE_MS, floorTo(nowMs, DAY_MS)),
        minutesFromMs: from.minutes_from * MINUTE_MS,
        hoursFromMs: from.hours_from * MINUTE_MS,
      };
    });
  }

  async scanCells(query: CellQuery, visit: CellVisitor): Promise<void> {
    try {
      await scanCells(this.#tables, this.#damage, query, visit);
    } catch (cause) {
      throw toStoreError('reading history', cause);
    }
  }

  firstCellMs(): Promise<number | null> {
    return attempt('reading the start of history', () => {
      const starts = Object.values(this.#tables).map((table) => table.firstVisibleStart() ?? Infinity);
      const first = Math.min(...starts);
      return first === Infinity ? null : first * MINUTE_MS;
    });
  }

  operatorRecords(): Promise<OperatorRecords> {
    return this.operators.operatorRecords();
  }

  version(): Promise<number> {
    // Sums may still hold what a row said before it was damaged.
    return attempt('reading the version of history', () => this.#progress.get().version + this.#damage.count);
  }

  /**
   * All reads within `read` see the store as it was at one instant. Only for a store opened
   * read-only: on it nothing else can be going on that would fall into the same transaction.
   */
  async atOneInstant<T>(read: () => Promise<T>): Promise<T> {
    attemptNow('reading history', () => this.#database.exec('BEGIN'));
    try {
      return await read();
    } finally {
      this.#database.exec('COMMIT');
    }
  }

  // RecordStore

  seriesId(series: Series): Promise<number> {
    return attempt('numbering a series', () => this.#series.idOf(series));
  }

  ownMinutes(keys: readonly MinuteKey[]): Promise<readonly (Cell | StoreError | null)[]> {
    return attempt('reading minutes', () => keys.map((key) => this.#ownMinute(key)));
  }

  writeMinutes(cells: readonly Cell[], settledToMs: number, failures: FailuresToWrite = NO_FAILURES): Promise<void> {
    if (cells.length + failures.failures.length + failures.losses.length === 0) return Promise.resolve();
    return attempt('writing minutes', () => {
      try {
        this.#database.transaction(() => this.#write(cells, settledToMs, failures)).immediate();
      } catch (error) {
        this.#failures.forgetKept();
        throw error;
      }
    });
  }

  minutesFromMs(): Promise<number> {
    return attempt('reading the start of minutes', () => {
      const fromMs = this.#progress.get().minutes_from * MINUTE_MS;
      // After a clock that was far ahead is set right, measuring must not wait until it gets there again.
      return Math.min(fromMs, floorTo(this.#clock.nowMs(), HOUR_MS));
    });
  }

  rollUpStep(settledToMs: number): Promise<boolean> {
    return attempt('rolling up history', () => this.#rollUp.step(Math.floor(settledToMs / MINUTE_MS)));
  }

  pruneStep(retention: RetentionConfig, nowMs: number): Promise<boolean> {
    return attempt('removing old history', () => {
      const hasRemoved = this.sliceHours.removeSome(floorTo(nowMs - retention.minutesMs, HOUR_MS));
      return this.#retention.step(retention, nowMs) || hasRemoved;
    });
  }

  removeLeftOversStep(): Promise<boolean> {
    return attempt('removing what a killed import left', () => this.#leftOvers.step());
  }

  /** The key by which random labels are marked as ours, in hex: made at its first use, then always the same. */
  markerKey(): Promise<string> {
    return attempt('reading the marker key', () => this.#secrets.keyOf('marker'));
  }

  /** The key that tells what is published here from what others publish, in hex: made at its first use, then always the same. */
  siteKey(): Promise<string> {
    return attempt('reading the key of the site', () => this.#secrets.keyOf('site'));
  }

  // ImportStore

  openImport(options: { readonly nowMs: number; readonly retention: RetentionConfig }): StoreImport {
    const { nowMs, retention } = options;
    const plan = planImport(nowMs, retention, this.#divided.from(Number.MIN_SAFE_INTEGER));
    return new StoreImport({ database: this.#database, imports: this.#imports, series: this.#series, plan, nowMs });
  }

  /** Imports that are visible, oldest first; the `source` of their cells is their id. */
  sources(): Promise<readonly VisibleImport[]> {
    return attempt('listing imports', () => this.#imports.visible());
  }

  // The file

  /** What is wrong with the database; empty if nothing is. Reads all of it. */
  integrityCheck(): Promise<readonly string[]> {
    return attempt('checking the database', () => {
      const found = this.#database.prepare<[], string>('PRAGMA integrity_check').pluck().all();
      return found.filter((message) => message !== 'ok');
    });
  }

  /** Writes a consistent copy while others go on writing. `file` must not exist. */
  async backup(file: string): Promise<void> {
    if (existsSync(file)) {
      throw new StoreError('STORE_IO', `writing a backup to ${file}: a new file is required, found an existing one`);
    }
    await attempt('writing a backup', () => this.#database.prepare('VACUUM INTO ?').run(file));
  }

  /** Moves everything from the write-ahead log into the database file. */
  checkpoint(): Promise<void> {
    return attempt('checkpointing the database', () => void this.#database.pragma('wal_checkpoint(TRUNCATE)'));
  }

  close(): void {
    this.#leftOvers.close();
    this.#database.close();
    this.#lock?.release();
  }

  #seriesNumbered(wanted: number): Series | null {
    return this.#series.all().find(({ id }) => id === wanted)?.series ?? null;
  }

  #ownMinute({ seriesId, startMs }: MinuteKey): Cell | StoreError | null {
    const start = startMs / MINUTE_MS;
    const data = this.#tables.minute.get({ start, series: seriesId, source: MEASURED });
    try {
      return data === null ? null : toCell([start, seriesId, MEASURED, data], 'minute');
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      // The minute will be begun anew in this row: whoever knows more must find its bytes in the log.
      const bytes = data?.toString('hex') ?? '';
      return new StoreError(error.code, `${error.message}; the row was ${bytes}`, { cause: error });
    }
  }

  #write(cells: readonly Cell[], settledToMs: number, { failures, losses }: FailuresToWrite): void {
    if (cells.length > 0) this.#writeMinutes(cells, Math.floor(settledToMs / MINUTE_MS));
    for (const failure of failures) this.#failures.add(this.#series.idOf(failure.series), failure);
    for (const loss of losses) this.#failures.lose({ seriesId: this.#series.idOf(loss.series), ...loss });
  }

  #writeMinutes(cells: readonly Cell[], settledTo: number): void {
    const rows = cells.map((cell) => ({
      start: cell.startMs / MINUTE_MS,
      series: cell.seriesId,
      source: MEASURED,
      cell,
    }));
    rows.sort((a, b) => a.start - b.start || a.series - b.series);
    for (const { cell, ...key } of rows) this.#tables.minute.replace(key, encodeCellData(cell));
    const firstStart = rows[0]?.start ?? 0;
    const before = this.#progress.get();
    const lastStart = rows.at(-1)?.start ?? firstStart;
    this.#progress.change(before, progressAfterWrite(before, { firstStart, lastStart, settledTo }));
    if (firstStart >= settledTo) return;
    this.#rollUp.restart();
    this.sliceHours.forgetFrom(firstStart);
  }
}

const NO_FAILURES: FailuresToWrite = { failures: [], losses: [] };
