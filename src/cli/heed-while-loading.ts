import { EXIT } from './exit-codes.js';
import { heedStop } from './stop-signal.js';

/** Commands that last until they are told to stop, and then end with 0. */
const LASTING: readonly (string | undefined)[] = ['run', 'lab'];

/**
 * Heeds signals while the program is being loaded, which takes half a second. Nothing has begun yet:
 * a command that lasts until it is told to stop ends with 0, and the daemon has not read what SIGHUP
 * would have it read anew. Call what is returned right before the command begins and heeds them itself.
 *
 * The listeners stay until a signal comes, beside those of the command: one that came while modules were
 * evaluated is only told in the next turn, and would be lost had nobody listened for a moment meanwhile.
 */
export function heedWhileLoading([, , command]: readonly string[]): () => void {
  if (!LASTING.includes(command)) return () => undefined;
  let isLoading = true;
  void heedStop().told.then(() => {
    if (isLoading) process.exit(EXIT.fine);
  });
  if (command === 'run') process.on('SIGHUP', () => undefined);
  return () => {
    isLoading = false;
  };
}
