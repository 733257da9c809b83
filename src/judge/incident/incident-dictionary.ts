/** What failed, in figures for everybody: nothing of resolvers, names or rcodes. Figures arrive formatted. */
export interface PublicFigures {
  /** What the SLO is called. */
  readonly name: string;
  readonly objective: string;
  /** The attempts over the alert's long window; `null`: none are known to have failed. */
  readonly failed: FailedFigures | null;
}

export interface FailedFigures {
  /** Of `all`. */
  readonly share: string;
  readonly all: string;
  readonly window: string;
  /** Answers slower than this are among those that failed; `null` where time does not matter. */
  readonly threshold: string | null;
}

/** The texts of incidents that are opened without a person, in one language. */
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
  /** `quiet`: for how long it has been. */
  readonly resolved: (quiet: string) => string;
}

/** A language, as far as incidents are put into it. */
export interface IncidentWords {
  /** BCP 47, for `Intl`. */
  readonly locale: string;
  readonly incident: IncidentDictionary;
}
