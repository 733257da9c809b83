#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = new URL('../dist/main.js', import.meta.url);
if (existsSync(fileURLToPath(program))) {
  await import(program.href);
} else {
  process.stderr.write(
    'resolver-slo: nothing is built yet; run `npm install && npm run build` (or `npm start`) first\n',
  );
  process.exitCode = 3;
}
