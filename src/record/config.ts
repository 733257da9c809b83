export interface StoreConfig {
  readonly kind: 'sqlite';
  /** Absolute path of the database file. */
  readonly file: string;
}

/** How long cells of each resolution are kept, in milliseconds. */
export interface RetentionConfig {
  readonly minutesMs: number;
  readonly hoursMs: number;
  readonly daysMs: number;
}
