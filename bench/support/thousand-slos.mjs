// A thousand SLOs of every kind over the series of bench/store.mjs.
import { plainSlo } from './plain-slo.mjs';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Tokyo'];
const SLICE_MINUTES = [1, 5, 60];
/** Series that one SLO weighs alike. */
const WEIGHED_TOGETHER = 4;

/** What of each thousand there is; the names are those in the results. */
const KINDS = {
  occurrences: { count: 600, changes: () => ({}) },
  timeslices: { count: 150, changes: (i) => slices('Timeslices', i, i % 2 === 0 ? 0.99 : 0.5) },
  ratioTimeslices: { count: 100, changes: (i) => slices('RatioTimeslices', i, null) },
  calendarMonth: { count: 100, changes: (i) => month(ZONES[i % ZONES.length]) },
  weighedBySeries: { count: 50, changes: () => ({ weighing: { kind: 'series' } }) },
};

export const KIND_COUNTS = Object.fromEntries(Object.entries(KINDS).map(([kind, { count }]) => [kind, count]));

/** @param stored series as the store lists them; SLOs go round them */
export function thousandSlos(stored) {
  return Object.entries(KINDS).flatMap(([kind, { count, changes }]) =>
    Array.from({ length: count }, (_, i) => ({ ...sloOf(kind, i, stored), ...changes(i) })),
  );
}

/** Every other one asks how fast answers came. */
function sloOf(kind, i, stored) {
  const thresholdUs = i % 2 === 1 ? 1_000 * (10 + (i % 90)) : null;
  return { ...plainSlo(`${kind.toLowerCase()}-${String(i)}`, selectorOf(kind, i, stored), thresholdUs), kind };
}

function selectorOf(kind, i, stored) {
  const length = kind === 'weighedBySeries' ? WEIGHED_TOGETHER : 1;
  const chosen = Array.from({ length }, (_, j) => stored[(i * length + j) % stored.length].series);
  return { probe: [chosen[0].probe], resolver: chosen.map(({ resolver }) => resolver), query: null, vantage: null };
}

function slices(budgetingMethod, i, target) {
  return { budgetingMethod, slices: { widthMs: SLICE_MINUTES[i % SLICE_MINUTES.length] * MINUTE_MS, target } };
}

function month(timeZone) {
  return { calendar: { unit: 'month', count: 1, timeZone, anchor: null }, periodMs: 30 * DAY_MS, periodText: '1M' };
}
