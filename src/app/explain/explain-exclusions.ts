import { isoTime } from '../../domain/clock.js';
import { formatDuration } from '../../domain/duration.js';
import type { HistoryReader, StoredSeries } from '../../domain/history-reader.js';
import type { Correction, Exclusion, Maintenance, OperatorRecords } from '../../domain/operator-action.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { exclusionsOf, isInTime, isMeant } from '../../judge/calendar/exclusions.js';
import { elapsedShare, errorBudget } from '../../judge/slo/error-budget.js';
import { asShown, type Ratio, sli } from '../../judge/slo/sli.js';
import { budgetWindow } from '../kept-window.js';
import { readSums } from '../read-sums.js';
import { SloIndex } from '../slo-index.js';
import { wantedOf, WindowSums } from '../window-sums.js';
import type { ExplainedExclusion, FigureWithout } from './explanation.js';

interface Explained {
  readonly history: HistoryReader;
  readonly definition: SloDefinition;
  readonly series: readonly StoredSeries[];
  readonly records: OperatorRecords;
  readonly toMs: number;
  /** The figure as it stands. */
  readonly figure: FigureWithout;
}

/** Every maintenance and correction of an SLO that touches its window, and the figure without it. */
export async function explainExclusions(given: Explained): Promise<readonly ExplainedExclusion[]> {
  const { definition, records, toMs } = given;
  const window = { fromMs: budgetWindow(definition).startAt(toMs), toMs };
  const touches = ({ fromMs, toMs: endMs }: TimeWindow): boolean => fromMs < window.toMs && endMs > window.fromMs;
  const explained: ExplainedExclusion[] = [];
  for (const maintenance of records.maintenances.filter((one) => isMeant(definition, one) && touches(one)))
    explained.push(await explainMaintenance(given, maintenance));
  for (const correction of records.corrections.filter(({ slo, ...one }) => slo === definition.name && touches(one)))
    explained.push(await explainCorrection(given, correction));
  return explained.sort((a, b) => (a.from < b.from ? -1 : 1));
}

async function explainMaintenance(given: Explained, maintenance: Maintenance): Promise<ExplainedExclusion> {
  const maintenances = given.records.maintenances.filter(({ id }) => id !== maintenance.id);
  const { id, title } = maintenance;
  return {
    kind: 'maintenance',
    id,
    reason: title,
    ...timesOf(maintenance),
    void: whyVoid(given.definition, maintenance),
    without: await figureWith(given, { ...given.records, maintenances }),
  };
}

async function explainCorrection(given: Explained, correction: Correction): Promise<ExplainedExclusion> {
  const corrections = given.records.corrections.filter(({ id }) => id !== correction.id);
  const { kind, id, reason, revokedAtMs, revokedBy } = correction;
  const revoked = revokedAtMs === null ? null : `revoked at ${isoTime(revokedAtMs)} by ${revokedBy ?? 'nobody named'}`;
  const without = await figureWith(given, { ...given.records, corrections });
  return { kind, id, reason, ...timesOf(correction), void: revoked, without };
}

function timesOf({ fromMs, toMs, recordedAtMs, recordedBy }: Maintenance | Correction) {
  return { from: isoTime(fromMs), to: isoTime(toMs), recordedAt: isoTime(recordedAtMs), recordedBy };
}

function whyVoid(definition: SloDefinition, maintenance: Maintenance): string | null {
  const { cancelledAtMs, cancelledBy, fromMs } = maintenance;
  if (definition.maintenance === 'count') return 'maintenance counts in this SLO';
  if (!isInTime(definition, maintenance))
    return `announced with less notice than ${formatDuration(definition.maintenanceNoticeMs)}`;
  if (cancelledAtMs === null || cancelledAtMs > fromMs) return null;
  return `cancelled at ${isoTime(cancelledAtMs)} by ${cancelledBy ?? 'nobody named'}`;
}

/** What the figure would be with other records; it is read anew only where that takes other minutes out. */
async function figureWith(given: Explained, records: OperatorRecords): Promise<FigureWithout> {
  const [now, then] = [exclusionsOf(given.definition, given.records), exclusionsOf(given.definition, records)];
  if (isEqual(now, then)) return given.figure;
  const ratio = await readFigure(given, records);
  const whole = budgetWindow(given.definition).wholeAt(given.toMs);
  const { consumed } = errorBudget(ratio, given.definition.objective, elapsedShare(whole, given.toMs));
  const shown = asShown(ratio);
  return { ...shown, sli: sli(shown), consumed };
}

function isEqual(a: readonly Exclusion[], b: readonly Exclusion[]): boolean {
  const minutesOf = (all: readonly Exclusion[]) => all.map(({ fromMs, toMs }) => [fromMs, toMs]);
  return JSON.stringify(minutesOf(a)) === JSON.stringify(minutesOf(b));
}

async function readFigure(given: Explained, records: OperatorRecords): Promise<Ratio> {
  const { history, definition, series, toMs } = given;
  const index = new SloIndex([definition], series, records);
  const sums = new WindowSums(index);
  await readSums(history, index, [wantedOf(budgetWindow(definition), toMs, sums)], { endMs: toMs });
  return sums.ratio(0);
}
