import type { AlertStateStore } from '../../src/app/ports.js';
import type { AlertLogEntry } from '../../src/domain/alert-evidence.js';
import type { AlertState } from '../../src/domain/alert-state.js';

/** Alert states kept in memory, for tests. */
export class MemoryAlertStates implements AlertStateStore {
  readonly states = new Map<string, AlertState>();
  /** Every batch saved. */
  readonly saved: (readonly AlertState[])[] = [];
  /** Every change logged. */
  readonly changes: AlertLogEntry[] = [];
  /** When set, saving rejects with it. */
  failure: Error | null = null;

  loadAlertStates(): Promise<readonly AlertState[]> {
    return Promise.resolve([...this.states.values()]);
  }

  saveAlertStates(states: readonly AlertState[], changes: readonly AlertLogEntry[]): Promise<void> {
    if (this.failure !== null) return Promise.reject(this.failure);
    this.saved.push(states);
    this.changes.push(...changes);
    for (const state of states) this.states.set(`${state.slo}/${state.alert}`, state);
    return Promise.resolve();
  }
}
