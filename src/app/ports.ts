import type { AlertLogEntry } from '../domain/alert-evidence.js';
import type { AlertState } from '../domain/alert-state.js';
import type { SloComposition } from '../domain/slo-composition.js';
import type { TimeWindow } from '../domain/window.js';

/** Where alert states are kept over restarts. */
export interface AlertStateStore {
  loadAlertStates(): Promise<readonly AlertState[]>;
  /** Replaces the states named (by SLO and alert) and adds to the log how they came about, in one transaction. */
  saveAlertStates(states: readonly AlertState[], changes: readonly AlertLogEntry[]): Promise<void>;
}

/** Every change of an alert, with why, as it was saved with the alert's state. */
export interface AlertTransitionReader {
  /** Changes of one SLO's alerts (`slo`: key of its definition) within a window of time, the newest first, at most `limit`. */
  alertTransitions(slo: string, window: TimeWindow, limit: number): Promise<readonly AlertLogEntry[]>;
}

export interface CompositionReader {
  /** What one SLO's figures were made of (`slo`: key of its definition), the oldest first. */
  compositionsOf(slo: string): Promise<readonly SloComposition[]>;
}
