import { roundMsByName } from '../domain/probe-definition.js';
import { minutesKeptFromMs } from './minutes-kept-from.js';
import { openForReading } from './open-for-reading.js';
import { requireConfig } from './require-config.js';
import type { OpenedSlos } from './asked-slos.js';

/** Opens the store of a configuration for reading its SLOs' figures. Throws `ConfigInvalid` or `StoreError`. */
export async function openSlos(configFile: string | undefined): Promise<OpenedSlos> {
  const { store: settings, retention, probes, slos } = await requireConfig(configFile);
  const store = openForReading(settings.file);
  return {
    history: store,
    alertStates: store.alertStates,
    alertLog: store.chronicle,
    compositions: store.chronicle,
    sliceHours: store.sliceHours,
    slos,
    roundMsOf: roundMsByName(probes),
    minutesFromMs: (nowMs) => minutesKeptFromMs(store, retention, nowMs),
    atOneInstant: (read) => store.atOneInstant(read),
    close: () => {
      store.close();
      return Promise.resolve();
    },
  };
}
