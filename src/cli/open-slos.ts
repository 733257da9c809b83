import { MINUTE_MS, ceilTo } from '../domain/clock.js';
import { roundMsByName } from '../domain/probe-definition.js';
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
    // What is older is due to be removed, and no import may add to it.
    minutesFromMs: async (nowMs) =>
      Math.max(ceilTo(nowMs - retention.minutesMs, MINUTE_MS), await store.minutesFromMs()),
    atOneInstant: (read) => store.atOneInstant(read),
    close: () => {
      store.close();
      return Promise.resolve();
    },
  };
}
