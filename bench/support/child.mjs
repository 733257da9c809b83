// Parts of a benchmark that must not share a process: started with JSON, answered with JSON.
import { fork } from 'node:child_process';

/** Runs a script of this folder and gives what it sent last; rejects if it failed. `onMessage` sees everything it sends. */
export function runChild(script, input, onMessage = () => undefined) {
  const child = fork(new URL(script, import.meta.url), [JSON.stringify(input)]);
  let last;
  child.on('message', (message) => {
    last = message;
    onMessage(message, child);
  });
  const done = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve(last) : reject(new Error(`${script} ended with ${String(code)}`)),
    );
  });
  return { child, done };
}

/** Peak resident memory of this process, in megabytes. */
export function peakRssMb() {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
