import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Starts a worker thread from `entry`, the URL of a module as compiled (`….js`).
 * Where only the TypeScript source exists (development, tests), the thread registers tsx itself:
 * handing it over by `execArgv` fails on Node 20.
 */
export function startWorker(entry: URL, options: WorkerOptions = {}): Worker {
  if (existsSync(fileURLToPath(entry))) return new Worker(entry, options);
  const source = entry.href.replace(/\.js$/, '.ts');
  const bootstrap = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source)}); });`;
  return new Worker(bootstrap, { ...options, eval: true });
}
