import type { SliceHourStore } from '../../src/app/ports.js';
import type { HistoryReader } from '../../src/domain/history-reader.js';
import type { SliceHour } from '../../src/domain/slice-hour.js';
import type { TimeWindow } from '../../src/domain/window.js';

/** Slices by the hour kept in memory, for tests. */
export class MemorySliceHours implements SliceHourStore {
  readonly hours = new Map<string, SliceHour>();
  /** When set, saving rejects with it. */
  failure: Error | null = null;
  /** How many hours were found. */
  found = 0;
  readonly #history: Pick<HistoryReader, 'version'>;

  constructor(history: Pick<HistoryReader, 'version'>) {
    this.#history = history;
  }

  sliceHours(keys: readonly string[], { fromMs, toMs }: TimeWindow): Promise<readonly SliceHour[]> {
    const hours = [...this.hours.values()].filter(
      ({ key, startMs }) => keys.includes(key) && startMs >= fromMs && startMs < toMs,
    );
    this.found += hours.length;
    return Promise.resolve(hours);
  }

  async saveSliceHours(hours: readonly SliceHour[], version: number): Promise<void> {
    if (this.failure !== null) throw this.failure;
    if ((await this.#history.version()) !== version) return;
    for (const hour of hours) this.hours.set(`${hour.key} ${String(hour.startMs)}`, hour);
  }

  /** Minutes have changed. */
  forget(): void {
    this.hours.clear();
  }
}
