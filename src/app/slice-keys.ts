import { createHash } from 'node:crypto';

import { HOUR_MS } from '../domain/clock.js';
import type { SliceGroup } from './slice-groups.js';
import type { SloIndex } from './slo-index.js';

/** Raise it when slices come to something else: what older programs kept is then made anew. */
const FORMAT = 3;

/** Whether the slices of a group are kept by the hour: those of which an hour is a whole number. */
export function isKeptByHour({ widthMs }: SliceGroup): boolean {
  return HOUR_MS % widthMs === 0;
}

/** Of each row of some groups that is kept by the hour: a text that is equal where the same series are counted in the same way. */
export function sliceKeys(index: SloIndex, groups = index.sliceGroups): ReadonlyMap<number, string> {
  const rows = groups.filter(isKeptByHour).flatMap((group) => group.rows);
  return new Map(rows.map((row) => [row, keyOf(index, row)]));
}

function keyOf(index: SloIndex, row: number): string {
  const definition = index.judged[row]?.definition;
  const series = (index.slotsOfRow[row] ?? []).map((slot) => index.counted[slot]);
  const counted = series.map((one) => [one?.id, one?.series]);
  const what = [FORMAT, definition?.indicator, definition?.slices, definition?.weighing, counted];
  return createHash('sha256').update(JSON.stringify(what)).digest('base64url').slice(0, 22);
}
