import type { Cell } from '../../domain/cell.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { Exclusion } from '../../domain/operator-action.js';
import type { TimeWindow } from '../../domain/window.js';
import { thresholdOf } from '../alert-evidence.js';
import { answersWithin } from '../answers-within.js';
import { needsTimes, NO_TIMES, timedEvents } from '../cell-events.js';
import type { Stretch } from '../decompose.js';
import { exclusionAt } from '../exclusion-at.js';
import { CoveredMinutes } from '../explain/gaps.js';
import { scanHours } from '../scan-hours.js';
import type { SloIndex } from '../slo-index.js';
import { AttemptSums } from './attempt-sums.js';
import { inputExclusions, type InputRecords } from './input-records.js';
import { LatencyDays } from './latency-days.js';
import { monthDays } from './report-month.js';

interface Read {
  readonly history: HistoryReader;
  /** Without time taken out. */
  readonly index: SloIndex;
  readonly window: TimeWindow;
  readonly cutsMs: readonly number[];
  readonly timeZone: string;
}

/** What the attempts of one SLO come to. */
export interface ReadAttempts {
  readonly sums: AttemptSums;
  readonly covered: CoveredMinutes;
  /** Shared by SLOs of the same series and the same time taken out; `null` where times do not matter. */
  readonly latency: LatencyDays | null;
}

interface LatencyGroup {
  readonly days: LatencyDays;
  readonly slots: ReadonlySet<number>;
  readonly exclusions: readonly Exclusion[];
}

/**
 * Reads the attempts of all SLOs of an index in one pass, each histogram decoded once.
 *
 * @param records by SLO: what takes time out
 */
export async function readAttempts(read: Read, records: readonly InputRecords[]): Promise<readonly ReadAttempts[]> {
  const { history, index, window, cutsMs } = read;
  const groups = new Map<string, LatencyGroup>();
  const latencyOf = index.slos.map((_, row) => latencyGroup(read, row, records[row], groups));
  const rows = index.slos.map((_, row) => ({
    sums: new AttemptSums(window.fromMs),
    covered: new CoveredMinutes(window),
    latency: latencyOf[row]?.days ?? null,
  }));
  await scanHours(history, { seriesIds: index.seriesIds, window, cutsMs }, (cell, stretch, tell) => {
    const slot = index.slotOf(cell.seriesId);
    if (slot === undefined) return;
    addCell(index, rows, { cell, slot, stretch, tell });
    for (const group of groups.values()) addLatency(group, slot, cell, tell);
  });
  return rows;
}

interface ScannedCell {
  readonly cell: Cell;
  readonly slot: number;
  readonly stretch: Stretch;
  readonly tell: (fault: Error) => void;
}

function addCell(index: SloIndex, rows: readonly ReadAttempts[], { cell, slot, stretch, tell }: ScannedCell): void {
  const counted = index.counted[slot];
  if (counted === undefined) return;
  const times = counted.terms.some(needsTimes) ? answersWithin(cell, counted.thresholdsUs, tell) : NO_TIMES;
  for (const term of counted.terms) {
    // Rows behind those of the SLOs are controls.
    rows[term.row]?.sums.add(slot, cell.startMs, stretch, timedEvents(cell, term, times));
    rows[term.row]?.covered.add(cell);
  }
}

function latencyGroup(
  { index, window, timeZone }: Read,
  row: number,
  records: InputRecords | undefined,
  groups: Map<string, LatencyGroup>,
): LatencyGroup | null {
  const definition = index.slos[row];
  if (definition === undefined || records === undefined || thresholdOf(definition) === null) return null;
  const slots = index.slotsOfRow[row] ?? [];
  const exclusions = inputExclusions(definition, records);
  const key = `${slots.join()} ${exclusions.map(({ fromMs, toMs }) => `${String(fromMs)}-${String(toMs)}`).join()}`;
  const known = groups.get(key);
  if (known !== undefined) return known;
  const made = { days: new LatencyDays(monthDays(window, timeZone)), slots: new Set(slots), exclusions };
  groups.set(key, made);
  return made;
}

function addLatency({ days, slots, exclusions }: LatencyGroup, slot: number, cell: Cell, tell: (fault: Error) => void) {
  if (slots.has(slot) && exclusionAt(exclusions, cell.startMs) === null) days.add(cell, tell);
}
