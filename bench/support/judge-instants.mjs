// A process that asks where single SLOs stood at random instants of the past, as `slo NAME --at` does.
import { performance } from 'node:perf_hooks';

import { evaluateAt } from '../../dist/app/evaluate-at.js';
import { seededRandom } from '../../dist/lab/seeded-random.js';
import { openStore } from '../../dist/record/store/sqlite/open-store.js';
import { KIND_COUNTS, thousandSlos } from './thousand-slos.mjs';

const { file, startMs, endMs, instants } = JSON.parse(process.argv[2]);
const random = seededRandom(4);
const store = openStore({ file, access: 'read-only' });
const slos = thousandSlos(await store.series());
const read = { history: store, alertStates: null, roundMsOf: () => 1_000 };

process.send({ wallMs: await measure({ ...read, sliceHours: store.sliceHours }), unkeptWallMs: await measure(read) });
store.close();

/** By kind, how long each took. */
async function measure(deps) {
  const wallMs = {};
  for (const kind of Object.keys(KIND_COUNTS)) {
    const ofKind = slos.filter((slo) => slo.kind === kind);
    wallMs[kind] = [];
    for (let i = 0; i < instants; i++) {
      const slo = ofKind[Math.floor(random() * ofKind.length)];
      const atMs = startMs + Math.floor((random() * (endMs - startMs)) / 60_000) * 60_000;
      const startedAt = performance.now();
      const [status] = await evaluateAt(deps, [slo], atMs);
      wallMs[kind].push(performance.now() - startedAt);
      if (status.valid === 0) throw new Error(`${slo.name} must have data, or nothing was measured`);
    }
  }
  return wallMs;
}
