import type { Rule } from '../draft.js';
import { alertsThatNeverFire } from './alerts-that-never-fire.js';
import { coldConnections } from './cold-connections.js';
import { customersResolvers } from './customers-resolvers.js';
import { exportFolder } from './export-folder.js';
import { listenersApart } from './listeners-apart.js';
import { mackerelNames } from './mackerel-names.js';
import { notifyNames } from './notify-names.js';
import { notifyTargets } from './notify-targets.js';
import { oneRoundPages } from './one-round-pages.js';
import { probeNames } from './probe-names.js';
import { randomQps } from './random-qps.js';
import { resolverQps } from './resolver-qps.js';
import { retentionCovers } from './retention-covers.js';
import { seriesDifferInRate } from './series-differ-in-rate.js';
import { slicesFit } from './slices-fit.js';
import { storePath } from './store-path.js';
import { stubResolvers } from './stub-resolvers.js';
import { windowsKept } from './windows-kept.js';
import { windowsWithoutAlerts } from './windows-without-alerts.js';

/** Every rule across sections; a new one is a file and a line here. */
export const RULES: readonly Rule[] = [
  probeNames,
  resolverQps,
  randomQps,
  coldConnections,
  stubResolvers,
  mackerelNames,
  notifyNames,
  notifyTargets,
  customersResolvers,
  listenersApart,
  retentionCovers,
  windowsKept,
  storePath,
  exportFolder,
  slicesFit,
  seriesDifferInRate,
  alertsThatNeverFire,
  windowsWithoutAlerts,
  oneRoundPages,
];
