import type { AlertLogEntry } from './alert-evidence.js';
import type { FailureEvidence } from './failure-evidence.js';
import type { OutcomeCounts } from './outcome.js';
import type { CompositionChange } from './slo-composition.js';
import type { SloDefinition } from './slo-definition.js';
import type { SloStatus } from './slo-status.js';
import type { TimeWindow } from './window.js';

/** What an alert is about, as far as that is known. */
export type SituationSubject =
  /** An SLO, by the key of its definition, and which alert of it (`null`: its budget). */
  | { readonly kind: 'slo'; readonly key: string; readonly alert: string | null }
  /** What was measured with one query of one probe at one resolver, as Mackerel's metric names write them. */
  | { readonly kind: 'series'; readonly probe: string; readonly resolver: string; readonly query: string }
  | { readonly kind: 'all' };

/** What was going on around an alert: all that somebody who was paged would look up first. */
export interface Situation {
  /** Whole minutes. */
  readonly window: TimeWindow;
  /** Those that the alert concerns, as they stood at the window's end. */
  readonly slos: readonly SituatedSlo[];
  /** By resolver, the one with the most failures first. */
  readonly resolvers: readonly ResolverFigures[];
  /** The latest of the window that are kept, newest first. */
  readonly failures: readonly FailureEvidence[];
}

export interface SituatedSlo {
  /** Of its definition. */
  readonly key: string;
  readonly status: SloStatus;
  /** Changes of its alerts, the newest first. */
  readonly alertChanges: readonly AlertLogEntry[];
  readonly visibility: SloDefinition['visibility'];
  /** How what its figures are made of changed within a day before the window or in it, the oldest first. */
  readonly changes: readonly CompositionChange[];
}

/** What the series of one resolver did within the window. */
export interface ResolverFigures {
  readonly resolver: string;
  readonly counts: OutcomeCounts;
  /** Over all valid attempts, failures above every RTT; `null` where there is no such value. */
  readonly p50Us: number | null;
  readonly p99Us: number | null;
}
