import type { SettledMinute } from '../app/evaluator.js';
import { DAY_MS, MINUTE_MS } from '../domain/clock.js';
import type { MinuteReport } from '../domain/minute-report.js';
import type { SloStatus } from '../domain/slo-status.js';

export interface MinuteReporterDeps {
  /** What the daemon itself measured in a minute. */
  measuredMinute(minuteMs: number): Promise<Pick<MinuteReport, 'series' | 'resolvers'>>;
  /** Where the SLOs stood at an instant, from scratch. */
  statusesAt(atMs: number): Promise<readonly SloStatus[]>;
  /** Takes a report over for good. */
  enqueue(report: MinuteReport): Promise<void>;
  /** The last minute taken over; `null` if none ever was. */
  watermarkMs(): Promise<number | null>;
  /** A clock that only goes forward, milliseconds. */
  monotonicMs(): number;
}

/** Of each second: what is left is done in the next ones, so that neither writing nor judging waits. */
const BUDGET_MS = 200;

/**
 * Hands each final minute on, once and in order. A minute that cannot be handed on is kept and
 * tried again. Minutes that nobody judged as they became final (the daemon was not there, or had a
 * gap) are judged from scratch, if they were measured and are not older than a day: Mackerel would
 * not take them any more.
 */
export class MinuteReporter {
  readonly #deps: MinuteReporterDeps;
  readonly #waiting: SettledMinute[] = [];
  #startMs: number;
  /** The next minute to hand on; `null` before the watermark was read. */
  #nextMs: number | null = null;

  /** @param startMs the first minute that will be given to `add` */
  constructor(startMs: number, deps: MinuteReporterDeps) {
    this.#startMs = startMs;
    this.#deps = deps;
  }

  /** Takes these minutes over, whatever becomes of handing them on. */
  add(settled: readonly SettledMinute[]): void {
    this.#waiting.push(...settled);
  }

  /** Hands on what waits, as far as the budget allows. Rejects with the store's error; nothing is lost. */
  async work(): Promise<void> {
    const endMs = this.#deps.monotonicMs() + BUDGET_MS;
    this.#nextMs ??= await this.#firstMs();
    do {
      const next = this.#waiting[0];
      const upToMs = next?.minuteMs ?? this.#startMs;
      // Also when a clock that was far in the past is set right.
      this.#nextMs = Math.max(this.#nextMs, upToMs - DAY_MS);
      if (this.#nextMs < upToMs) await this.#makeUpFor(this.#nextMs);
      else if (next !== undefined) await this.#handOn(next);
      else return;
    } while (this.#deps.monotonicMs() < endMs);
  }

  /**
   * After the last run's watermark. A first run sets the watermark before it has anything to say, so that a second one knows what
   * the first could not hand on.
   */
  async #firstMs(): Promise<number> {
    const watermarkMs = await this.#deps.watermarkMs();
    if (watermarkMs === null) {
      await this.#deps.enqueue({ minuteMs: this.#startMs - MINUTE_MS, slos: [], series: [], resolvers: [] });
      return this.#startMs;
    }
    return watermarkMs + MINUTE_MS;
  }

  async #makeUpFor(minuteMs: number): Promise<void> {
    const measured = await this.#deps.measuredMinute(minuteMs);
    if (measured.series.length > 0) {
      await this.#deps.enqueue({ minuteMs, slos: await this.#deps.statusesAt(minuteMs + MINUTE_MS), ...measured });
    }
    this.#nextMs = minuteMs + MINUTE_MS;
  }

  async #handOn({ minuteMs, statuses }: SettledMinute): Promise<void> {
    await this.#deps.enqueue({ minuteMs, slos: statuses, ...(await this.#deps.measuredMinute(minuteMs)) });
    this.#waiting.shift();
    this.#nextMs = minuteMs + MINUTE_MS;
    this.#startMs = this.#nextMs;
  }
}
