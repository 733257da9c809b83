import { EXIT } from './exit-codes.js';

/**
 * Takes what goes wrong with standard output, which would else end the process with a stack trace. A
 * reader that has seen enough (`| head`: EPIPE) is no fault, and the command ends as it would have;
 * whatever else keeps output from being written (a full disk) is said in one line and ends in `EXIT.outside`.
 */
export function heedOutputErrors(): void {
  let isSaid = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || isSaid) return;
    isSaid = true;
    process.stderr.write(`resolver-slo: write standard output: ${error.message}\n`);
    // The command may still say how it ended.
    process.once('exit', () => (process.exitCode = EXIT.outside));
  });
  // Nobody is left to be told.
  process.stderr.on('error', () => undefined);
}
