import { setImmediate } from 'node:timers/promises';

import { ceilTo, floorTo, MINUTE_MS } from '../../domain/clock.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import type { Weighed } from '../../judge/slo/weigh.js';
import type { StepTallies } from '../projection.js';
import { readSteps, stretchesOf } from '../read-steps.js';
import type { SliceGroup } from '../slice-groups.js';
import type { SloIndex } from '../slo-index.js';
import { attemptsOf } from '../tally-sums.js';
import type { UnitRow, UnitTable } from './report-inputs.js';
import { UnweighedSteps } from './unweighed-steps.js';

interface Read {
  readonly history: HistoryReader;
  /** Without time taken out. */
  readonly index: SloIndex;
  readonly window: TimeWindow;
  readonly cutsMs: readonly number[];
}

/** What slices that begin in a window are made of. */
export interface ReadUnits {
  readonly table: UnitTable;
  /** Where more than a minute is weighed at once. */
  readonly steps: UnweighedSteps;
}

/** By row; rows that count attempts have none. */
export async function readUnits(read: Read): Promise<ReadonlyMap<number, ReadUnits>> {
  const found = new Map<number, ReadUnits>();
  for (const group of read.index.sliceGroups) {
    const rows = group.rows.flatMap((row) => read.index.slos.slice(row, row + 1).map((slo) => rowOf(read, row, slo)));
    await readGroup(read, group, rows);
    for (const { row, sums, steps } of rows) {
      for (const [startMs, units] of steps.weighed()) sums.add(startMs, units);
      found.set(row, { table: sums.table(), steps });
    }
  }
  return found;
}

interface RowSums {
  readonly row: number;
  readonly sums: StepSums;
  readonly steps: UnweighedSteps;
}

function rowOf({ window, cutsMs }: Read, row: number, slo: SloDefinition): RowSums {
  return {
    row,
    sums: new StepSums(window.fromMs, slo.weighing.kind === 'quorum'),
    steps: new UnweighedSteps(slo, cutsMs),
  };
}

async function readGroup(read: Read, group: SliceGroup, found: readonly RowSums[]): Promise<void> {
  const { history, index, window, cutsMs } = read;
  const { widthMs, coarsest, rows } = group;
  const [fromMs, toMs] = [ceilTo(window.fromMs, widthMs), window.toMs];
  if (fromMs >= toMs) return;
  const inside = [...cutsMs, floorTo(toMs - 1, widthMs)].filter((ms) => ms > fromMs && ms < toMs);
  const seriesIds = index.seriesIdsOf(rows);
  for (const stretch of await stretchesOf(history, [fromMs, toMs, ...inside], () => coarsest)) {
    const cutMs = cutsMs.findLast((ms) => ms <= stretch.fromMs) ?? fromMs;
    await readSteps(history, index, { seriesIds, stretch }, ({ fromMs: stepMs }, tallies) => {
      const sliceMs = Math.max(cutMs, floorTo(stepMs, widthMs));
      for (const one of found) addStep(index, one, tallies, { stepMs, sliceMs });
    });
    await setImmediate();
  }
}

function addStep(
  index: SloIndex,
  { row, sums, steps }: RowSums,
  { sums: attempts, weighed, unweighed }: StepTallies,
  { stepMs, sliceMs }: { readonly stepMs: number; readonly sliceMs: number },
): void {
  const ratios = unweighed.get(row);
  if (ratios !== undefined) steps.add(sliceMs, ratios);
  else sums.add(isWeighed(index, row) ? stepMs : sliceMs, weighed.get(row) ?? attemptsOf(attempts, row));
}

function isWeighed({ judged }: SloIndex, row: number): boolean {
  return judged[row]?.definition.weighing.kind !== 'attempts';
}

/** Sums of whole numbers, or single minutes: the order of adding changes neither. */
class StepSums {
  readonly #fromMs: number;
  readonly #isVoted: boolean;
  readonly #steps = new Map<number, Required<Weighed>>();

  constructor(fromMs: number, isVoted: boolean) {
    this.#fromMs = fromMs;
    this.#isVoted = isVoted;
  }

  add(startMs: number, { good, valid, inconclusive = 0 }: Weighed): void {
    if (valid === 0 && inconclusive === 0) return;
    const minute = (startMs - this.#fromMs) / MINUTE_MS;
    const known = this.#steps.get(minute) ?? { good: 0, valid: 0, inconclusive: 0 };
    this.#steps.set(minute, {
      good: known.good + good,
      valid: known.valid + valid,
      inconclusive: known.inconclusive + inconclusive,
    });
  }

  table(): UnitTable {
    const rows = [...this.#steps]
      .map(([minute, { good, valid, inconclusive }]): UnitRow => {
        return this.#isVoted ? [minute, good, valid, inconclusive] : [minute, good, valid];
      })
      .sort(([a], [b]) => a - b);
    if (this.#isVoted) return { columns: ['minute', 'good', 'valid', 'inconclusive'], rows };
    return { columns: ['minute', 'good', 'valid'], rows };
  }
}
