import type { HistoryReader } from '../domain/history-reader.js';
import { OpenSlices } from './open-slices.js';
import { readSteps, stretchesOf } from './read-steps.js';
import type { SliceGroup } from './slice-groups.js';
import type { SloIndex } from './slo-index.js';

/**
 * The whole slices of a group that begin at `startMs`.
 *
 * @param index narrowed to the rows of the group, or all of it
 */
export async function readSlice(
  history: HistoryReader,
  index: SloIndex,
  group: SliceGroup,
  startMs: number,
): Promise<OpenSlices> {
  const slices = new OpenSlices(index, group, startMs);
  const endMs = startMs + group.widthMs;
  const bounds = [startMs, endMs, ...index.exclusionBoundsMs.filter((ms) => ms > startMs && ms < endMs)];
  for (const stretch of await stretchesOf(history, bounds, () => group.coarsest)) {
    await readSteps(history, index, { seriesIds: index.seriesIds, stretch }, (_, tallies) => slices.add(tallies));
  }
  return slices;
}
