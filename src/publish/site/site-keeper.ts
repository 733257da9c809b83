import { type Clock, floorTo, MINUTE_MS } from '../../domain/clock.js';
import { NO_PUBLIC_RECORDS, type PublicRecords } from '../../domain/public-records.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { LatestSnapshot } from '../http/latest-snapshot.js';
import type { Site } from './site.js';

/** Puts the site together of what was published last: the same object as long as nothing of it changes. */
export class SiteKeeper {
  readonly latest: LatestSnapshot;
  readonly #clock: Clock;
  #records: PublicRecords = NO_PUBLIC_RECORDS;
  #site: Site | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.latest = new LatestSnapshot(clock);
  }

  setSnapshot(snapshot: Snapshot): void {
    this.latest.set(snapshot);
  }

  setRecords(records: PublicRecords): void {
    this.#records = records;
  }

  get(): Site {
    const snapshot = this.latest.get();
    const staleForMs = this.latest.freshness() === 'stale' ? floorTo(this.latest.ageMs() ?? 0, MINUTE_MS) : null;
    const known = this.#site;
    const isSame = known?.snapshot === snapshot && known.records === this.#records && known.staleForMs === staleForMs;
    if (known !== null && isSame) return known;
    this.#site = { snapshot, records: this.#records, staleForMs, nowMs: this.#clock.nowMs() };
    return this.#site;
  }
}
