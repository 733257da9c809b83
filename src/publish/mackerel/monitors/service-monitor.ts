/** A monitor of one service metric, as Mackerel's API takes it (mackerel.io/api-docs, Monitors). */
export interface ServiceMonitor {
  readonly type: 'service';
  readonly name: string;
  /** At most 2048 characters; the last line of ours says which one it is. */
  readonly memo: string;
  readonly service: string;
  readonly metric: string;
  readonly operator: '>' | '<';
  /** `null`: none of this severity. */
  readonly warning: number | null;
  readonly critical: number | null;
  /** How many points, at most 10, are averaged. */
  readonly duration: number;
  readonly maxCheckAttempts: number;
  /** Minutes, at least 10. */
  readonly notificationInterval: number;
  /** Minutes without a point, a multiple of 10; `null`: silence is no alert. */
  readonly missingDurationWarning: number | null;
  readonly missingDurationCritical: number | null;
}

/** One that is there. */
export interface ExistingMonitor {
  readonly id: string;
  readonly name: string;
  /** All that Mackerel tells of it. */
  readonly fields: Readonly<Record<string, unknown>>;
}
