import type { AlertState } from '../domain/alert-state.js';

/** Where alert states are kept over restarts. */
export interface AlertStateStore {
  loadAlertStates(): Promise<readonly AlertState[]>;
  /** Replaces the states named (by SLO and alert) in one transaction. */
  saveAlertStates(states: readonly AlertState[]): Promise<void>;
}
