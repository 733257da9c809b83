import type { Series } from './series.js';
import type { SloDefinition } from './slo-definition.js';

/** A series that an SLO counts. */
export interface ComposedSeries extends Series {
  /** Whether it goes on being measured; else only its past counts. */
  readonly isMeasured: boolean;
}

/** What an SLO's figures are made of. */
export interface CompositionContent {
  /** What of its definition decides its figures; what is `null` there is left out. */
  readonly definition: Readonly<Partial<SloDefinition>>;
  readonly series: readonly ComposedSeries[];
}

/** What an SLO's figures are made of since some time; the next one of the SLO ends it. */
export interface SloComposition {
  /** Key of the SLO's definition. */
  readonly slo: string;
  readonly sinceMs: number;
  /** SHA-256 of the content, in hex: equal ones are the same. */
  readonly digest: string;
  readonly content: CompositionContent;
}

/** How what an SLO's figures are made of changed. */
export interface CompositionChange {
  readonly since: string;
  /** Series that began and ceased to be measured, `vantage/probe/resolver/query`. */
  readonly joined: readonly string[];
  readonly left: readonly string[];
  /** Series that are counted since then though they are not measured here: imports brought them. */
  readonly imported: readonly string[];
  /** What of its definition decides its figures and is another since then. */
  readonly definition: readonly { readonly key: string; readonly before: unknown; readonly after: unknown }[];
}
