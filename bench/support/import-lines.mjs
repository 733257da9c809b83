// Imports a file as the command does, in a process of its own so that its memory can be told.
import { performance } from 'node:perf_hooks';

import { createReadStream } from 'node:fs';

import { importFile } from '../../dist/app/import/import-file.js';
import { openStore } from '../../dist/record/store/sqlite/open-store.js';
import { peakRssMb } from './child.mjs';

const { file, ndjson } = JSON.parse(process.argv[2]);
const DAY_MS = 86_400_000;
const clock = { nowMs: () => Date.now() };
const store = openStore({ file, access: 'shared', clock });
const startedAt = performance.now();
let readMs = 0;
const outcome = await importFile(
  { name: ndjson, chunks: createReadStream(ndjson, { highWaterMark: 1 << 20 }) },
  {
    store,
    vantage: 'bench',
    retention: { minutesMs: 100 * DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 1825 * DAY_MS },
    clock,
    onProgress: ({ kind }) => {
      if (kind === 'reading') readMs = performance.now() - startedAt;
    },
  },
);
const seconds = (performance.now() - startedAt) / 1000;
store.close();
process.send({
  kind: outcome.kind,
  lines: outcome.lines,
  attempts: outcome.attempts,
  seconds,
  readSeconds: readMs / 1000,
  peakRssMb: peakRssMb(),
});
