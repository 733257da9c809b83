import type { AttemptBatch } from '../domain/attempt-batch.js';
import type { Cell } from '../domain/cell.js';
import { type Clock, floorTo, isoTime, MINUTE_MS } from '../domain/clock.js';
import { type Log, silentLog } from '../domain/log.js';
import type { RetentionConfig } from './config.js';
import { type FailuresToWrite, PendingFailures } from './pending-failures.js';
import { load, type MinuteToWrite, type OpenMinute, OpenMinutes, toWrite } from './open-minutes.js';
import type { RecordStore } from './record-store.js';
import { Upkeep } from './upkeep.js';

/** More than a daemon fills in a minute; written in some 50 ms. */
const MINUTES_AT_ONCE = 5000;

/**
 * Keeps what the prober measures: adds attempts up by series and minute, writes what changed each
 * second in one transaction, and looks after older history. Rows are replaced whole, so writing one
 * again counts nothing twice; the row of a minute that an earlier process began is added first.
 */
export class Recorder {
  readonly #store: RecordStore;
  readonly #log: Log;
  readonly #upkeep: Upkeep;
  readonly #minutes = new OpenMinutes();
  readonly #failures = new PendingFailures();
  #areFailuresKept = true;
  #finalBeforeMs: number;
  #settledToMs: number;
  #last: Promise<void> = Promise.resolve();

  constructor(options: {
    readonly store: RecordStore;
    readonly retention: RetentionConfig;
    readonly clock: Clock;
    readonly log?: Log;
  }) {
    this.#store = options.store;
    this.#log = options.log ?? silentLog;
    this.#upkeep = new Upkeep({ ...options, log: this.#log });
    // Attempts of an earlier process that had no outcome yet are lost with it.
    this.#finalBeforeMs = options.clock.nowMs();
    this.#settledToMs = floorTo(this.#finalBeforeMs, MINUTE_MS);
  }

  /** Every minute before this time (a whole minute) is final and written. */
  get settledToMs(): number {
    return this.#settledToMs;
  }

  /** Takes in a batch; nothing is written before `flush()`. */
  add(batch: AttemptBatch): void {
    this.#minutes.add(batch);
    this.#failures.add(batch);
    this.#finalBeforeMs = Math.max(this.#finalBeforeMs, batch.finalBeforeMs);
  }

  /**
   * Writes what changed, then spends a bounded time on rolling up and removing old history. Call it
   * every second; a call made while another runs begins after it. Rejects with the store's error if
   * writing failed; then everything is kept for the next call.
   */
  flush(): Promise<void> {
    this.#last = this.#last.catch(() => undefined).then(() => this.#flush());
    return this.#last;
  }

  async #flush(): Promise<void> {
    await this.#write();
    await this.#upkeep.run(this.#settledToMs);
  }

  async #write(): Promise<void> {
    const finalToMs = floorTo(this.#finalBeforeMs, MINUTE_MS);
    try {
      await this.#dropRemoved();
      const changed = this.#minutes.changed();
      // After an hour of failures there is much to write, and others wait meanwhile.
      for (let at = 0; at < changed.length; at += MINUTES_AT_ONCE) {
        await this.#writeSome(changed.slice(at, at + MINUTES_AT_ONCE));
      }
      if (changed.length === 0) await this.#writeCells([]);
    } catch (error) {
      this.#minutes.compact(finalToMs);
      throw error;
    }
    this.#settledToMs = Math.max(this.#settledToMs, finalToMs);
    this.#minutes.forgetWritten(this.#settledToMs);
  }

  async #writeSome(minutes: readonly OpenMinute[]): Promise<void> {
    await this.#loadBegun(minutes.filter((minute) => !minute.isLoaded));
    const writing = await this.#encode(minutes);
    await this.#writeCells(writing.map(({ cell }) => cell));
    for (const { minute, changes } of writing) minute.writtenChanges = changes;
  }

  /** Failures go with the minutes that count them. If they cannot be kept, the minutes must be all the same. */
  async #writeCells(cells: readonly Cell[]): Promise<void> {
    const failures = this.#failures.take();
    try {
      await this.#store.writeMinutes(cells, this.#settledToMs, failures);
      if (failures.failures.length > 0) this.#areFailuresKept = true;
    } catch (error) {
      if (failures.failures.length + failures.losses.length === 0) throw error;
      await this.#writeWithout(failures, cells);
      if (this.#areFailuresKept) this.#log.error({ err: error }, 'failures cannot be kept in full; they are counted');
      this.#areFailuresKept = false;
    }
  }

  async #writeWithout(failures: FailuresToWrite, cells: readonly Cell[]): Promise<void> {
    try {
      await this.#store.writeMinutes(cells, this.#settledToMs);
      this.#failures.giveUp(failures);
    } catch (error) {
      this.#failures.putBack(failures);
      throw error;
    }
  }

  /** To minutes that were removed nothing can be added: the hours made of them would shrink. */
  async #dropRemoved(): Promise<void> {
    const dropped = this.#minutes.drop(await this.#store.minutesFromMs());
    if (dropped === 0) return;
    this.#log.warn({ minutes: dropped }, 'attempts older than the kept minutes were left out: was the clock wrong?');
  }

  async #loadBegun(minutes: readonly OpenMinute[]): Promise<void> {
    const keys = [];
    for (const { series, startMs } of minutes) keys.push({ seriesId: await this.#store.seriesId(series), startMs });
    const stored = await this.#store.ownMinutes(keys);
    minutes.forEach((minute, index) => this.#load(minute, stored[index] ?? null));
  }

  #load(minute: OpenMinute, stored: Cell | Error | null): void {
    const { series, startMs } = minute;
    const [fault, ...others] = load(minute, stored);
    if (fault === undefined) return;
    this.#log.error(
      { err: fault, others: others.map(({ message }) => message), ...series, minute: isoTime(startMs) },
      stored instanceof Error
        ? 'what an earlier run recorded of this minute cannot be read: it counts as no data, and the minute is begun anew'
        : 'the times that an earlier run recorded of this minute cannot be read: they count as no data, its outcomes count',
    );
  }

  async #encode(minutes: readonly OpenMinute[]): Promise<MinuteToWrite[]> {
    const writing: MinuteToWrite[] = [];
    for (const minute of minutes) writing.push(toWrite(minute, await this.#store.seriesId(minute.series)));
    return writing;
  }
}
