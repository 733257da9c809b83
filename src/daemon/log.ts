import { pino } from 'pino';

import type { Log } from '../domain/log.js';

/** One JSON object a line on stderr; `RESOLVER_SLO_LOG` sets the level (default `info`). */
export function createLog(level = process.env['RESOLVER_SLO_LOG'] ?? 'info'): Log {
  const options = {
    level: level in pino.levels.values ? level : 'info',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return pino(options, pino.destination({ dest: 2, sync: true }));
}
