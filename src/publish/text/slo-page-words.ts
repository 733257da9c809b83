/** Words of an SLO's own page. Figures arrive formatted. */
export interface SloPageWords {
  /** Leads to it, for those who hear the page. */
  readonly path: string;
  readonly standing: string;
  /** Before the time of the charts. */
  readonly chartsAsOf: string;
  /** A stretch of time that charts show. */
  readonly wholeWindow: (from: string, to: string) => string;
  readonly last: (period: string) => string;
  readonly measured: string;
  /** Where several objectives are of different queries: which ones these are. */
  readonly measuredFor: (objectives: string) => string;
  /** Of a composite SLO. */
  readonly together: string;
  readonly burnDown: BurnDownWords;
  readonly burnRates: BurnRateWords;
  readonly latency: { readonly title: string };
  readonly heat: HeatWords;
  readonly outcomes: OutcomeWords;
  readonly table: StepTableWords;
  readonly alerts: AlertTableWords;
  readonly leftOut: LeftOutWords;
  readonly incidents: { readonly title: string; readonly none: string };
  readonly reports: { readonly title: string; readonly note: string };
  readonly method: { readonly title: string; readonly window: (period: string) => string; readonly charts: string };
  readonly machines: {
    readonly title: string;
    readonly status: string;
    readonly history: string;
    readonly badge: string;
  };
}

export interface BurnDownWords {
  readonly title: string;
  readonly noteRolling: string;
  readonly noteCalendar: string;
  readonly left: string;
  readonly overspent: string;
  /** The line of a budget that is spent evenly. */
  readonly pace: string;
  readonly summary: (told: { readonly left: string; readonly lowest: string; readonly gaps: number }) => string;
  readonly noData: string;
}

export interface BurnRateWords {
  readonly title: string;
  readonly note: string;
  readonly window: string;
  readonly rate: string;
  readonly alertsAt: string;
  readonly isAbove: string;
}

export interface HeatWords {
  readonly title: string;
  readonly note: (step: string) => string;
  /** What the shades stand for; `most`: the largest share of a column. */
  readonly shades: (most: string) => string;
  readonly misses: string;
  readonly failed: string;
  readonly promise: (rtt: string) => string;
  readonly summary: (told: { readonly median: string; readonly within: string; readonly failed: string }) => string;
  readonly inFigures: string;
  readonly band: string;
  readonly upTo: (rtt: string) => string;
  readonly queries: string;
  readonly share: string;
  readonly sharesUpTo: string;
}

export interface OutcomeWords {
  readonly title: string;
  readonly note: string;
  readonly none: (queries: string) => string;
  readonly of: (count: string, share: string) => string;
  readonly worst: (share: string, time: string) => string;
  readonly summary: (kinds: readonly string[], queries: string) => string;
}

export interface StepTableWords {
  readonly title: (step: string) => string;
  readonly from: string;
  readonly notGood: string;
  readonly counted: string;
  readonly budget: string;
  readonly leftOut: string;
}

export interface AlertTableWords {
  readonly title: string;
  readonly none: string;
  readonly states: { readonly ok: string; readonly pending: string; readonly firing: string };
  /** Of an alert that judges two windows. */
  readonly rule: (threshold: string, long: string, short: string) => string;
  readonly noDataRule: string;
}

export interface LeftOutWords {
  readonly title: string;
  readonly none: string;
  readonly maintenance: string;
  readonly exclude: string;
  readonly restore: string;
  readonly effect: Readonly<Record<'excluded' | 'late' | 'counted', string>>;
  readonly counted: string;
  readonly cancelled: string;
  readonly revoked: string;
  readonly recorded: string;
}
