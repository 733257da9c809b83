import type { ReportDeps } from '../app/report/assemble-report.js';
import type { ReportPublisher } from '../app/report/ports.js';
import type { Config } from '../config/config.js';
import { type Clock, systemClock } from '../domain/clock.js';
import { roundMsByName } from '../domain/probe-definition.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { openStore } from '../record/store/sqlite/open-store.js';
import { minutesKeptFromMs } from './minutes-kept-from.js';
import { openForReading } from './open-for-reading.js';
import { requireConfig } from './require-config.js';

/** What the report needs of a configuration and its store. */
export interface OpenedReport {
  readonly slos: readonly SloDefinition[];
  /** Reads everything as it is at one instant; `nowMs` says what is due to be removed. */
  reading<T>(nowMs: number, read: (deps: ReportDeps) => Promise<T>): Promise<T>;
  /** Writes beside a running daemon or without one. */
  publishing<T>(publish: (store: ReportPublisher) => Promise<T>): Promise<T>;
}

/** Throws `ConfigInvalid` or `StoreError`. */
export async function openReport(configFile: string | undefined): Promise<OpenedReport> {
  // What SLOs select does not matter here: history is what it is.
  return reportOn(await requireConfig(configFile, { selectors: 'any' }), systemClock);
}

/** The same of a configuration that was read. */
export function reportOn(
  { store: { file }, slos, probes, retention }: Pick<Config, 'store' | 'slos' | 'probes' | 'retention'>,
  clock: Clock,
): OpenedReport {
  return {
    slos,
    reading: async (nowMs, read) => {
      const store = openForReading(file);
      try {
        return await store.atOneInstant(async () => {
          const { chronicle } = store;
          return read({
            history: store,
            roundMsOf: roundMsByName(probes),
            sliceHours: store.sliceHours,
            minutesFromMs: await minutesKeptFromMs(store, retention, nowMs),
            alertLog: chronicle,
            compositions: chronicle,
            incidents: store.operators,
            published: chronicle,
          });
        });
      } finally {
        store.close();
      }
    },
    publishing: async (publish) => {
      const store = openStore({ file, access: 'shared', clock });
      try {
        return await publish(store.chronicle);
      } finally {
        store.close();
      }
    },
  };
}
