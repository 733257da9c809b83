import type { MinuteReport } from '../../domain/minute-report.js';

/** Where the points of each minute go: the metrics of a service, or of a host. */
export interface PointDestination {
  /** Of the outbox. */
  readonly channel: string;
  points(report: MinuteReport): readonly object[];
  /**
   * What is to be posted for a batch of points as the outbox keeps them (JSON). Rejects with `MackerelError`
   * where that cannot be found out now.
   */
  request(payload: string, signal: AbortSignal): Promise<PostedPoints>;
  /** Told what Mackerel answered, where it did. */
  answered?(status: number): void;
}

export interface PostedPoints {
  /** Below `/api/v0/`. */
  readonly path: string;
  readonly body: string;
}
