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
