import { setImmediate } from 'node:timers/promises';

import { ceilTo, floorTo, MINUTE_MS } from '../../domain/clock.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { TimeWindow } from '../../domain/window.js';
import type { Ratio } from '../../judge/slo/sli.js';
import { readSteps, stretchesOf } from '../read-steps.js';
import type { SliceGroup } from '../slice-groups.js';
import type { SloIndex } from '../slo-index.js';
import { attemptsOf } from '../tally-sums.js';
import type { UnitRow, UnitTable } from './report-inputs.js';

interface Read {
  readonly history: HistoryReader;
  /** Without time taken out. */
  readonly index: SloIndex;
  readonly window: TimeWindow;
  readonly cutsMs: readonly number[];
}

/** By row: what slices that begin in the window are made of; rows that count attempts have none. */
export async function readUnits(read: Read): Promise<ReadonlyMap<number, UnitTable>> {
  const tables = new Map<number, UnitTable>();
  for (const group of read.index.sliceGroups) {
    const sums = new Map(group.rows.map((row) => [row, new StepSums(read.window.fromMs)]));
    await readGroup(read, group, sums);
    for (const [row, one] of sums) tables.set(row, one.table());
  }
  return tables;
}

async function readGroup(read: Read, group: SliceGroup, sums: ReadonlyMap<number, StepSums>): Promise<void> {
  const { history, index, window, cutsMs } = read;
  const { widthMs, coarsest, rows } = group;
  const [fromMs, toMs] = [ceilTo(window.fromMs, widthMs), window.toMs];
  if (fromMs >= toMs) return;
  const inside = [...cutsMs, floorTo(toMs - 1, widthMs)].filter((ms) => ms > fromMs && ms < toMs);
  const seriesIds = index.seriesIdsOf(rows);
  for (const stretch of await stretchesOf(history, [fromMs, toMs, ...inside], () => coarsest)) {
    const cutMs = cutsMs.findLast((ms) => ms <= stretch.fromMs) ?? fromMs;
    await readSteps(history, index, { seriesIds, stretch }, ({ fromMs: stepMs }, { sums: attempts, weighed }) => {
      const sliceMs = Math.max(cutMs, floorTo(stepMs, widthMs));
      for (const [row, own] of sums)
        own.add(isWeighed(index, row) ? stepMs : sliceMs, weighed.get(row) ?? attemptsOf(attempts, row));
    });
    await setImmediate();
  }
}

function isWeighed({ judged }: SloIndex, row: number): boolean {
  return judged[row]?.definition.weighing.kind !== 'attempts';
}

/** Sums of whole numbers, or single minutes: the order of adding changes neither. */
class StepSums {
  readonly #fromMs: number;
  readonly #steps = new Map<number, { good: number; valid: number }>();

  constructor(fromMs: number) {
    this.#fromMs = fromMs;
  }

  add(startMs: number, { good, valid }: Ratio): void {
    if (valid === 0) return;
    const minute = (startMs - this.#fromMs) / MINUTE_MS;
    const known = this.#steps.get(minute) ?? { good: 0, valid: 0 };
    this.#steps.set(minute, { good: known.good + good, valid: known.valid + valid });
  }

  table(): UnitTable {
    const rows = [...this.#steps].map(([minute, { good, valid }]): UnitRow => [minute, good, valid]);
    return { columns: ['minute', 'good', 'valid'], rows: rows.sort(([a], [b]) => a - b) };
  }
}
