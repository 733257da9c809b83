import type { KeptHistory } from '../app/operator/correction.js';
import type { OperatorStore } from '../app/operator/operator-store.js';
import type { Config } from '../config/config.js';
import { type Clock, systemClock } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import { roundMsByName } from '../domain/probe-definition.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { keptHistory } from '../record/kept-history.js';
import { openStore } from '../record/store/sqlite/open-store.js';
import { openForReading } from './open-for-reading.js';
import { requireConfig } from './require-config.js';

/** What operator commands need of a configuration and its store. */
export interface Operations {
  readonly store: OperatorStore;
  readonly slos: readonly SloDefinition[];
  roundMsOf(probe: string): number | null;
  keptAt(nowMs: number): Promise<KeptHistory>;
  /** Reads history as it is at one instant, what was just written included. */
  reading<T>(read: (history: HistoryReader) => Promise<T>): Promise<T>;
  close(): void;
}

/** `list` never changes the file, and needs one. */
export type OperationsAccess = 'write' | 'read';

/** Opens a configuration's store, beside a running daemon or without one. Throws `ConfigInvalid` or `StoreError`. */
export async function openOperations(configFile: string | undefined, access: OperationsAccess): Promise<Operations> {
  // What SLOs select does not matter here.
  return operationsOn(await requireConfig(configFile, { selectors: 'any' }), access, systemClock);
}

/** The same of a configuration that was read. */
export function operationsOn(
  { store: { file }, slos, probes, retention }: Pick<Config, 'store' | 'slos' | 'probes' | 'retention'>,
  access: OperationsAccess,
  clock: Clock,
): Operations {
  const store = access === 'read' ? openForReading(file) : openStore({ file, access: 'shared', clock });
  return {
    store: store.operators,
    slos,
    roundMsOf: roundMsByName(probes),
    keptAt: (nowMs) => keptHistory(store, retention, nowMs),
    reading: async (read) => {
      const reader = openForReading(file);
      try {
        return await reader.atOneInstant(() => read(reader));
      } finally {
        reader.close();
      }
    },
    close: () => store.close(),
  };
}
