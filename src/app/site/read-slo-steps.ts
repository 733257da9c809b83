import { setImmediate } from 'node:timers/promises';

import type { HistoryReader } from '../../domain/history-reader.js';
import type { TimeWindow } from '../../domain/window.js';
import { readSlices } from '../read-slices.js';
import { readSteps, stretchesOf } from '../read-steps.js';
import type { KeptSlices } from '../slice-hours.js';
import type { SloIndex } from '../slo-index.js';
import { type WantedSums, WindowSums } from '../window-sums.js';
import { type StepLatency, StepLatencySums } from './step-latency.js';

export interface SloStepsToRead {
  readonly history: HistoryReader;
  /** Of the SLOs alone. */
  readonly index: SloIndex;
  /** In order, without gaps. */
  readonly steps: readonly TimeWindow[];
  /** Where the first slice of such a width may begin: it may be before the first step. */
  readonly sliceFromMs: (widthMs: number) => number;
  readonly kept: KeptSlices | null;
}

/** What one step comes to. */
export interface ReadStep {
  readonly step: TimeWindow;
  readonly sums: WindowSums;
  /** By SLO. */
  readonly latency: readonly StepLatency[];
}

/** All steps, and by SLO how long attempts took in all of them together. */
export interface ReadSteps {
  readonly steps: readonly ReadStep[];
  readonly latency: readonly StepLatency['latency'][];
}

/**
 * Reads the steps in order, each from the coarsest cells that fit, every cell once for counts and times
 * alike; of histograms, one step is held at a time. Slices are then read once for all steps.
 */
export async function readSloSteps(given: SloStepsToRead): Promise<ReadSteps> {
  const { history, index, steps, kept } = given;
  const groupOf = latencyGroups(index);
  const groups = [...new Set(groupOf)];
  const read: ReadStep[] = [];
  for (const step of steps) {
    const sums = new WindowSums(index);
    await readAttempts(given, step, groups, sums);
    const taken = new Map(groups.map((group) => [group, group.sums.take()]));
    read.push({ step, sums, latency: groupOf.map((group) => known(taken.get(group))) });
    await setImmediate();
  }
  const endMs = steps.at(-1)?.toMs ?? 0;
  await readSlices({ history, index, wanted: read.map((one, i) => wantedOf(given, one, i === 0)), endMs, kept });
  return { steps: read, latency: groupOf.map(({ sums }) => sums.whole()) };
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("reading an SLO's steps: the times of each SLO are required, found none");
  return found;
}

/** SLOs of the same series: their times are added up once. */
interface LatencyGroup {
  readonly slots: ReadonlySet<number>;
  readonly sums: StepLatencySums;
}

/** By SLO. */
function latencyGroups({ slos, slotsOfRow }: SloIndex): readonly LatencyGroup[] {
  const groups = new Map<string, LatencyGroup>();
  return slos.map((_, slo) => {
    const slots = slotsOfRow[slo] ?? [];
    const group = groups.get(slots.join()) ?? { slots: new Set(slots), sums: new StepLatencySums() };
    groups.set(slots.join(), group);
    return group;
  });
}

async function readAttempts(
  { history, index }: SloStepsToRead,
  step: TimeWindow,
  groups: readonly LatencyGroup[],
  sums: WindowSums,
): Promise<void> {
  const cuts = index.exclusionBoundsMs.filter((ms) => ms > step.fromMs && ms < step.toMs);
  for (const stretch of await stretchesOf(history, [step.fromMs, step.toMs, ...cuts], () => 'day')) {
    const read = {
      seriesIds: index.seriesIds,
      stretch,
      onCell: (slot: number, ...cell: Parameters<StepLatencySums['add']>): void => {
        for (const group of groups) if (group.slots.has(slot)) group.sums.add(...cell);
      },
    };
    await readSteps(history, index, read, (_, tallies) => sums.add(tallies));
  }
}

/** A slice belongs to the step in which it begins. */
function wantedOf({ sliceFromMs }: SloStepsToRead, { step, sums }: ReadStep, isFirst: boolean): WantedSums {
  return { window: step, sliceFromMs: isFirst ? sliceFromMs : () => step.fromMs, sums };
}
