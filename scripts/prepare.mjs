// Makes a checkout ready: dependencies and the build, each only when they are missing or stale; with
// --tests also the real servers that tests use. Needs nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error !== undefined || status !== 0) {
    console.error(`resolver-slo: \`${command} ${args.join(' ')}\` failed${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
}

function modifiedMs(path) {
  const full = `${root}/${path}`;
  return existsSync(full) ? statSync(full).mtimeMs : 0;
}

// npm writes this file at the end of an install: missing or older than the lock file means stale.
if (modifiedMs('node_modules/.package-lock.json') < modifiedMs('package-lock.json')) {
  console.error('resolver-slo: installing dependencies (the first time compiles SQLite, about a minute) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
if (process.argv.includes('--tests')) run(process.execPath, ['scripts/install-test-servers.mjs']);
