import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/clock.js';
import type { MeasuredProbe } from '../../domain/measured-probe.js';
import type { SloView, Snapshot } from '../../domain/snapshot.js';
import type { MeasuringFacts, Rate } from '../text/responsibility-words.js';

/** How all objectives of an SLO are measured; `null` where nobody measures for them yet. */
export function measuringFacts(views: readonly SloView[], { probes }: Pick<Snapshot, 'probes'>): MeasuringFacts | null {
  const series = views.flatMap((view) => view.series);
  if (series.length === 0) return null;
  const names = new Set(series.map(({ probe }) => probe));
  const stubs = new Set(probes.flatMap(({ name, stubs: some }) => some.map((stub) => `${name} ${stub.name}`)));
  return {
    rate: commonRate([...names].map((name) => probes.find((probe) => probe.name === name) ?? null)),
    places: new Set(series.map(({ vantage }) => vantage)).size,
    isAsClient: series.every(({ probe, resolver }) => stubs.has(`${probe} ${resolver}`)),
  };
}

/** How often all of some probes measure; `null` where they differ, or where one is unknown (its data were imported). */
function commonRate(probes: readonly (MeasuredProbe | null)[]): Rate | null {
  const [everyMs = null, ...others] = new Set(probes.map((probe) => probe?.everyMs ?? null));
  return everyMs === null || others.length > 0 ? null : rateOf(everyMs);
}

function rateOf(everyMs: number): Rate | null {
  for (const [unit, unitMs] of UNITS) {
    if (everyMs % unitMs === 0) return { kind: 'every', amount: everyMs / unitMs, unit };
  }
  const times = SECOND_MS / everyMs;
  return Number.isInteger(times) ? { kind: 'times-a-second', times } : null;
}

const UNITS = [
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
  ['second', SECOND_MS],
] as const;
