import { existsSync } from 'node:fs';

import { MINUTE_MS, ceilTo } from '../domain/clock.js';
import { roundMsByName } from '../domain/probe-definition.js';
import { StoreError } from '../record/errors.js';
import { openStore } from '../record/store/sqlite/open-store.js';
import { requireConfig } from './require-config.js';
import type { OpenedSlos } from './slo.js';

/** Opens the store of a configuration for reading its SLOs' figures. Throws `ConfigInvalid` or `StoreError`. */
export async function openSlos(configFile: string | undefined): Promise<OpenedSlos> {
  const { store: settings, retention, probes, slos } = await requireConfig(configFile);
  if (!existsSync(settings.file)) {
    throw new StoreError(
      'STORE_MISSING',
      `opening ${settings.file}: there is no database yet; \`resolver-slo run\` makes it`,
    );
  }
  const store = openStore({ file: settings.file, access: 'read-only' });
  return {
    history: store,
    alertStates: store,
    slos,
    roundMsOf: roundMsByName(probes),
    // What is older is due to be removed, and no import may add to it.
    minutesFromMs: async (nowMs) =>
      Math.max(ceilTo(nowMs - retention.minutesMs, MINUTE_MS), await store.minutesFromMs()),
    close: () => {
      store.close();
      return Promise.resolve();
    },
  };
}
