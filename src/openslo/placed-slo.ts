import type { Problem } from '../domain/problem.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { SourceDocument } from './document/source-document.js';
import type { Preset } from './preset.js';
import type { PlacedAlert } from './read-alerts.js';

/** An SLO (of several objectives, one of them) that the daemon can judge, and where its parts stand. */
export interface PlacedSlo {
  readonly definition: SloDefinition;
  readonly source: SourceDocument;
  /** Pointers in `source`; the nearest part around it tells the place of what is not there. */
  readonly pointers: {
    readonly name: string;
    readonly target: string;
    readonly slices: string;
    readonly period: string;
    readonly timeZone: string;
    readonly startTime: string;
    readonly minFailures: string;
    readonly preset: string;
  };
  /** What `resolver-slo/weight` says; `null`: nothing. */
  readonly weight: 'attempts' | 'series' | null;
  readonly preset: Preset | null;
  /** Its own, and where the conditions stand. */
  readonly alerts: readonly PlacedAlert[];
  /** The metric sources' specs, each a part of the document it stands in. */
  readonly eventSources: readonly SourceDocument[];
  /** Good (or bad) and total do not select the same: an error, unless a name in one of them is wrong. */
  readonly selectorsDiffer: Problem | null;
}
