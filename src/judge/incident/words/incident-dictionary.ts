/** What failed, in figures for everybody: nothing of resolvers, names or rcodes. */
export interface PublicFigures {
  /** What the SLO is called. */
  readonly name: string;
  /** In [0, 1). */
  readonly objective: number;
  /** The attempts over the alert's long window; `null`: none are known to have failed. */
  readonly failed: {
    readonly bad: number;
    readonly all: number;
    readonly windowMs: number;
    /** Answers slower than this are among the bad ones; `null` where time does not matter. */
    readonly thresholdUs: number | null;
  } | null;
}

/** The texts of incidents that are opened without a person, in one language. A third language is one more file. */
export interface IncidentDictionary {
  /** In a line: which objectives of a service are not kept. */
  readonly title: (service: string, names: readonly string[]) => string;
  /** The same where the names would be too long. */
  readonly shortTitle: (service: string, count: number) => string;
  /** What one SLO's alert found, without a full stop. */
  readonly alert: (figures: PublicFigures) => string;
  /** What is known at the beginning. */
  readonly opening: (alerts: readonly string[]) => string;
  /** What is affected as well. */
  readonly affected: (alerts: readonly string[]) => string;
  readonly resolved: (quietMs: number) => string;
}
