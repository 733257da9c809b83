import type { AlertLogEntry } from '../domain/alert-evidence.js';
import type { AlertState } from '../domain/alert-state.js';
import type { SliceHour } from '../domain/slice-hour.js';
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

/** Where what slices came to by the hour is kept over restarts. It only ever saves reading. */
export interface SliceHourStore {
  /** What is kept of these keys, of hours that begin in a window of time. */
  sliceHours(keys: readonly string[], window: TimeWindow): Promise<readonly SliceHour[]>;
  /** Keeps hours that were read while history had this version; none if it has changed since. */
  saveSliceHours(hours: readonly SliceHour[], version: number): Promise<void>;
}
