import { EXIT } from './exit-codes.js';
import { heedStop } from './stop-signal.js';

/** Commands that last until they are told to stop, and then end with 0. */
const LASTING: readonly (string | undefined)[] = ['run', 'lab'];

/**
 * Heeds signals while the program is being loaded, which takes half a second. Nothing has begun yet:
 * a command that lasts until it is told to stop ends with 0, and the daemon has not read what SIGHUP
 * would have it read anew. Call what is returned right before the command begins and heeds them itself.
 */
export function heedWhileLoading([, , command]: readonly string[]): () => void {
  if (!LASTING.includes(command)) return () => undefined;
  const stop = heedStop();
  void stop.told.then(() => process.exit(EXIT.fine));
  const stay = (): void => undefined;
  if (command === 'run') process.on('SIGHUP', stay);
  return () => {
    stop.release();
    process.removeListener('SIGHUP', stay);
  };
}
