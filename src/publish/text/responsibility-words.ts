import type { Responsibility } from '../../domain/responsibility.js';

/** Who does what: shown of an SLO where its operator has not put it in own words. Figures arrive formatted. */
export interface ResponsibilityWords {
  readonly title: string;
  readonly headings: Readonly<Record<Responsibility, string>>;
  /** How it is measured, after what is promised. */
  readonly measured: (facts: MeasuringFacts) => string;
  readonly notCovered: {
    readonly network: string;
    /** Where times are promised. */
    readonly line: string;
    /** Where only replies count. */
    readonly silence: string;
    readonly authority: string;
    /** Where maintenance is left out that was announced so long ahead. */
    readonly maintenance: (notice: string) => string;
    readonly unmeasured: string;
  };
  readonly customer: readonly string[];
  /** Leads to the page about it. */
  readonly howTo: string;
}

/** From where and how often it is measured. */
export interface MeasuringFacts {
  /** `null`: it is not known how often. */
  readonly rate: Rate | null;
  /** From how many places; never 0. */
  readonly places: number;
  /** Whether look-ups are made as a client makes them, fail-over included. */
  readonly isAsClient: boolean;
}

export type Rate =
  | { readonly kind: 'every'; readonly amount: number; readonly unit: 'second' | 'minute' | 'hour' }
  | { readonly kind: 'times-a-second'; readonly times: number };

/** The page about what customers write into their configuration. */
export interface ResolvConfWords {
  readonly title: string;
  readonly lead: readonly string[];
  readonly table: {
    readonly title: string;
    readonly over: (period: string) => string;
    readonly asOf: string;
    readonly setup: string;
    readonly answered: string;
    /** So many wait no longer than what stands below. */
    readonly half: string;
    readonly ninety: string;
    readonly ninetyNine: string;
    readonly slowest: string;
    readonly waitedLong: string;
    readonly notMeasured: string;
    readonly never: string;
    readonly notes: readonly string[];
  };
  /** Names of setups; `resolvers`: in the list. */
  readonly one: string;
  readonly defaults: (resolvers: number | null) => string;
  readonly tuned: (resolvers: number | null) => string;
  readonly other: (resolvers: number) => string;
  readonly givenUpAfter: (period: string) => string;
  readonly since: (date: string) => string;
  readonly resolutions: (count: string) => string;
  readonly snippets: {
    readonly title: string;
    /** Where the operator has named its resolvers. */
    readonly filled: string;
    /** Where it has not: the names to be replaced. */
    readonly placeholders: (names: readonly string[]) => string;
    readonly firstThree: string;
    readonly into: string;
    readonly copy: string;
    readonly copied: string;
    /** What each file does. */
    readonly why: Readonly<Record<'resolvConf' | 'resolved' | 'unbound', readonly string[]>>;
  };
}
