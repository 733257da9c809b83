import type { SettledMinute } from '../app/evaluator.js';
import { DAY_MS, MINUTE_MS } from '../domain/clock.js';
import type { MinuteReport, SeriesMinute } from '../domain/minute-report.js';
import type { SloStatus } from '../domain/slo-status.js';

export interface MinuteReporterDeps {
  /** What the daemon itself measured in a minute. */
  seriesMinutes(minuteMs: number): Promise<readonly SeriesMinute[]>;
  /** Where the SLOs stood at an instant, from scratch. */
  statusesAt(atMs: number): Promise<readonly SloStatus[]>;
  /** Takes a report over for good. */
  enqueue(report: MinuteReport): Promise<void>;
  /** The last minute taken over; `null` if none ever was. */
  watermarkMs(): Promise<number | null>;
}

/**
 * Hands each final minute on, once and in order. A minute that cannot be handed on is kept and
 * tried again; minutes that became final while the daemon was not there are made up for at start.
 */
export class MinuteReporter {
  readonly #deps: MinuteReporterDeps;
  readonly #waiting: SettledMinute[] = [];

  constructor(deps: MinuteReporterDeps) {
    this.#deps = deps;
  }

  /**
   * Finds the minutes between the watermark and `settledToMs` that were measured but not handed on:
   * the daemon ended after writing them. Older than a day they would not be taken any more.
   */
  async catchUp(settledToMs: number): Promise<void> {
    const watermarkMs = await this.#deps.watermarkMs();
    if (watermarkMs === null) return;
    const firstMs = Math.max(watermarkMs + MINUTE_MS, settledToMs - DAY_MS);
    for (let minuteMs = firstMs; minuteMs < settledToMs; minuteMs += MINUTE_MS) {
      const measured = await this.#deps.seriesMinutes(minuteMs);
      if (measured.length === 0) continue;
      this.#waiting.push({ minuteMs, statuses: await this.#deps.statusesAt(minuteMs + MINUTE_MS) });
    }
  }

  /** Hands on these minutes, after those that still wait. Rejects with the store's error; nothing is lost. */
  async add(settled: readonly SettledMinute[]): Promise<void> {
    this.#waiting.push(...settled);
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { minuteMs, statuses } = next;
      await this.#deps.enqueue({ minuteMs, slos: statuses, series: await this.#deps.seriesMinutes(minuteMs) });
      this.#waiting.shift();
    }
  }
}
