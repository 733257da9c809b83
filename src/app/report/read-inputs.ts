import { groupBy } from '../../domain/group-by.js';
import { isoTime } from '../../domain/clock.js';
import type { HistoryReader, StoredSeries } from '../../domain/history-reader.js';
import type { OperatorRecords } from '../../domain/operator-action.js';
import { seriesKey } from '../../domain/series.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { decidingPart } from '../composition.js';
import { SloIndex } from '../slo-index.js';
import { type RoundMsOf, sloPlans } from '../slo-plan.js';
import { inputCuts } from './input-cuts.js';
import { type InputRecords, recordsInForce } from './input-records.js';
import { readAttempts, type ReadAttempts } from './read-attempts.js';
import { type ReadUnits, readUnits } from './read-units.js';
import { INPUTS_VERSION, type ReportInputs } from './report-inputs.js';
import { elapsedMonth, monthWindow, reportZone } from './report-month.js';

export interface ReadInputsDeps {
  readonly history: HistoryReader;
  readonly roundMsOf: RoundMsOf;
  /** Minutes before this time may have been removed. */
  readonly minutesFromMs: number;
}

/** An SLO's month, as far as it is over. */
interface Reported {
  readonly definition: SloDefinition;
  readonly window: TimeWindow;
  readonly timeZone: string;
  readonly records: InputRecords;
  readonly cutsMs: readonly number[];
}

/**
 * What the figures of a month are made of, for each SLO, whichever others are read with it; of SLOs whose
 * month has not begun there is none. SLOs whose month is cut alike are read together. Throws `RangeError`
 * for an unknown zone.
 */
export async function readInputs(
  deps: ReadInputsDeps,
  month: string,
  slos: readonly SloDefinition[],
  nowMs: number,
): Promise<ReadonlyMap<SloDefinition, ReportInputs>> {
  const { history } = deps;
  // In order of their names, not of their ids: fractions of series that weigh alike are then added in one order.
  const series = (await history.series()).toSorted((a, b) => (seriesKey(a.series) < seriesKey(b.series) ? -1 : 1));
  const records = await history.operatorRecords();
  const reported = slos.flatMap((slo) => reportedOf(deps, slo, elapsedMonth(month, reportZone(slo), nowMs), records));
  const inputs = new Map<SloDefinition, ReportInputs>();
  for (const group of groupsOf(reported))
    for (const [slo, one] of await readGroup(deps, month, series, group)) inputs.set(slo, one);
  return inputs;
}

function reportedOf(
  { minutesFromMs }: ReadInputsDeps,
  definition: SloDefinition,
  window: TimeWindow | null,
  all: OperatorRecords,
): readonly Reported[] {
  if (window === null) return [];
  const records = recordsInForce(definition, all, window);
  const timeZone = reportZone(definition);
  const cutsMs = inputCuts({ slo: definition, records, window, timeZone, minutesFromMs });
  return [{ definition, window, timeZone, records, cutsMs }];
}

/** Those with equal windows that are cut at equal places. */
function groupsOf(reported: readonly Reported[]): readonly (readonly Reported[])[] {
  return [
    ...groupBy(reported, (one) => [one.timeZone, one.window.fromMs, one.window.toMs, ...one.cutsMs].join(' ')).values(),
  ];
}

async function readGroup(
  { history, roundMsOf }: ReadInputsDeps,
  month: string,
  series: readonly StoredSeries[],
  group: readonly Reported[],
): Promise<readonly (readonly [SloDefinition, ReportInputs])[]> {
  const [first] = group;
  if (first === undefined) return [];
  const index = new SloIndex(
    group.map(({ definition }) => definition),
    series,
  );
  const { window, cutsMs, timeZone } = first;
  const attempts = await readAttempts(
    { history, index, window, cutsMs, timeZone },
    group.map(({ records }) => records),
  );
  const units = await readUnits({ history, index, window, cutsMs });
  const slotMinutes = sloPlans(index, roundMsOf).map((plan) => plan.slotMinutes);
  return group.map((one, row) => [
    one.definition,
    inputsOf(one, month, index, {
      attempts: attempts[row],
      units: units.get(row) ?? null,
      slotMinutes: slotMinutes[row] ?? 1,
    }),
  ]);
}

interface ReadOfOne {
  readonly attempts: ReadAttempts | undefined;
  readonly units: ReadUnits | null;
  readonly slotMinutes: number;
}

function inputsOf(
  { definition, window, timeZone, records }: Reported,
  month: string,
  index: SloIndex,
  { attempts, units, slotMinutes }: ReadOfOne,
): ReportInputs {
  if (attempts === undefined) throw new Error(`reading SLO "${definition.key}": its attempts are required, found none`);
  const slots = attempts.sums.slots();
  const unweighed = units?.steps.unweighed(index, window.fromMs, slots) ?? null;
  return {
    version: INPUTS_VERSION,
    month,
    window: {
      from: isoTime(window.fromMs),
      to: isoTime(window.toMs),
      until: isoTime(monthWindow(month, timeZone).toMs),
      timeZone,
    },
    definition: decidingPart(definition),
    slotMinutes,
    ...records,
    series: slots.flatMap((slot) => index.counted[slot]?.series ?? []),
    attempts: attempts.sums.table(slots),
    units: units?.table ?? null,
    ...(unweighed === null ? {} : { unweighed }),
    coveredMinutes: attempts.covered.runs(),
    latency: attempts.latency?.finish() ?? null,
  };
}
