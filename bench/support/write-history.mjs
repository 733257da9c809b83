// Writes days of minutes as the daemon does, one transaction a minute, rolling hours and days up as they end.
import { performance } from 'node:perf_hooks';

import { seededRandom } from '../../dist/lab/seeded-random.js';
import { openStore } from '../../dist/record/store/sqlite/open-store.js';
import { peakRssMb } from './child.mjs';
import { minuteCells } from './log-normal-cells.mjs';

const { file, seriesCount, days, endMs, attempts } = JSON.parse(process.argv[2]);
const random = seededRandom(1);
const pool = minuteCells(5000, attempts, random);
const store = openStore({ file, access: 'daemon', clock: { nowMs: () => endMs } });
const seriesIds = [];
for (let index = 0; index < seriesCount; index++) {
  seriesIds.push(
    await store.seriesId({ vantage: 'bench', probe: 'public', resolver: `ns${String(index)}`, query: 'www' }),
  );
}

const startedAt = performance.now();
const startMs = endMs - days * 86_400_000;
for (let minuteMs = startMs; minuteMs < endMs; minuteMs += 60_000) {
  const cells = seriesIds.map((seriesId) => ({
    seriesId,
    startMs: minuteMs,
    ...pool[Math.floor(random() * pool.length)],
  }));
  await store.writeMinutes(cells, minuteMs);
  while (await store.rollUpStep(minuteMs + 60_000));
}
const seconds = (performance.now() - startedAt) / 1000;
await store.checkpoint();
store.close();
process.send({ seconds, seriesMinutes: seriesCount * days * 1440, peakRssMb: peakRssMb() });
