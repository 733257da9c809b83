import type { Rule } from '../draft.js';
import { alertsThatNeverFire } from './alerts-that-never-fire.js';
import { coldConnections } from './cold-connections.js';
import { listenersApart } from './listeners-apart.js';
import { mackerelNames } from './mackerel-names.js';
import { oneRoundPages } from './one-round-pages.js';
import { probeNames } from './probe-names.js';
import { randomQps } from './random-qps.js';
import { resolverQps } from './resolver-qps.js';
import { retentionCovers } from './retention-covers.js';
import { storePath } from './store-path.js';
import { stubResolvers } from './stub-resolvers.js';

/** Every rule across sections; a new one is a file and a line here. */
export const RULES: readonly Rule[] = [
  probeNames,
  resolverQps,
  randomQps,
  coldConnections,
  stubResolvers,
  mackerelNames,
  listenersApart,
  retentionCovers,
  storePath,
  alertsThatNeverFire,
  oneRoundPages,
];
