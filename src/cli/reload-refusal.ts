import type { Config } from '../config/config.js';
import { problemInMain } from '../config/problem-in-main.js';
import { DaemonError } from '../daemon/errors.js';
import type { Log } from '../domain/log.js';
import { formatProblem } from '../domain/problem.js';
import { MeasureError } from '../measure/errors.js';
import { ListenError } from '../publish/http/errors.js';
import { StoreError } from '../record/errors.js';
import { asTold } from './load-checked.js';
import { ConfigInvalid } from './require-config.js';

/**
 * Logs why a new configuration is not put in force: each problem as `check` prints it, one an entry.
 * Only what is a bug is logged with its stack.
 *
 * @param config `null` if the files in it could not even be taken for one
 */
export function logReloadRefusal(error: unknown, file: string, config: Config | null, log: Log): void {
  const problems = problemLines(error, file, config);
  for (const line of problems ?? []) log.error({}, line);
  log.error(
    problems === null ? { err: error } : { file },
    'the new configuration cannot be used; the running one stays',
  );
}

function problemLines(error: unknown, file: string, config: Config | null): readonly string[] | null {
  if (error instanceof ConfigInvalid) return error.message.split('\n');
  const pointer = pointerOf(error, config);
  if (pointer === null || !(error instanceof Error)) return null;
  return [formatProblem(problemInMain(asTold(file), pointer, error.message))];
}

/** Where in the main file stands what an error is about; `null` of a bug. */
function pointerOf(error: unknown, config: Config | null): string | null {
  if (error instanceof StoreError) return '/store';
  if (error instanceof DaemonError) return error.section === null ? '' : `/${error.section}`;
  if (error instanceof MeasureError) return '';
  if (!(error instanceof ListenError)) return null;
  const { address } = error;
  const isAdmin = config?.adminHttp?.listen.port === address.port && config.adminHttp.listen.host === address.host;
  return `/http/${isAdmin ? 'admin' : 'public'}/listen`;
}
