import { importFile } from '../app/import/import-file.js';
import type { ImportStore } from '../app/import/import-store.js';
import type { Config } from '../config/config.js';
import type { Clock } from '../domain/clock.js';
import { formatDuration } from '../domain/duration.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { Log } from '../domain/log.js';
import { demoHistory } from '../lab/demo-history.js';
import type { Scenario } from '../lab/scenario.js';
import { DaemonError } from './errors.js';

const LINES_PER_CHUNK = 2_000;

/** Fills an empty store with the demo's made-up past, where the lab asks for one. The page labels it. */
export async function importDemoHistory(
  { lab, vantage, probes, retention }: Config,
  scenario: Scenario,
  store: ImportStore & Pick<HistoryReader, 'firstCellMs'>,
  clock: Clock,
  log: Log,
): Promise<void> {
  if (lab === null || lab.historyMs === 0 || (await store.firstCellMs()) !== null) return;
  log.info({ history: formatDuration(lab.historyMs) }, 'generating demo history; this takes some seconds');
  const options = {
    nowMs: clock.nowMs(),
    historyMs: lab.historyMs,
    plan: { probes },
    vantage,
    seed: scenario.seed,
    scenario,
  };
  const outcome = await importFile(
    { name: 'demo history', chunks: chunksOf(demoHistory(options)) },
    { store, retention, vantage, clock, onProgress: () => undefined },
  );
  if (outcome.kind !== 'rejected') return;
  throw new DaemonError(
    'SCENARIO_INVALID',
    `demo history: ${outcome.problems.map(({ message }) => message).join('; ')}`,
  );
}

// Async, because that is how a file's chunks come.
// eslint-disable-next-line @typescript-eslint/require-await
async function* chunksOf(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  let chunk: string[] = [];
  for (const line of lines) {
    if (chunk.push(line) < LINES_PER_CHUNK) continue;
    yield Buffer.from(`${chunk.join('\n')}\n`);
    chunk = [];
  }
  yield Buffer.from(chunk.join('\n'));
}
