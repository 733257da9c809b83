import { createRequire } from 'node:module';

import type BetterSqlite3 from 'better-sqlite3';

/** The first major version of Node that better-sqlite3 13 runs on. */
const NODE_API_SINCE = 22;

/**
 * better-sqlite3, of the line that runs on this version of Node. Line 12 is the last for Node 20,
 * but aborts the process on Node 24.19 and later (nodejs/node#65446); line 13, on Node-API, ends
 * with a segmentation fault on Node 20.
 */
export const Database = createRequire(import.meta.url)(packageFor(process.versions.node)) as typeof BetterSqlite3;

function packageFor(nodeVersion: string): string {
  return Number.parseInt(nodeVersion, 10) >= NODE_API_SINCE ? 'better-sqlite3-napi' : 'better-sqlite3';
}
