import { maintenanceEffects } from '../app/operator/maintenance.js';
import { isoTime } from '../domain/clock.js';
import { formatDuration } from '../domain/duration.js';
import { maintenanceState } from '../domain/maintenance-state.js';
import type { Maintenance } from '../domain/operator-action.js';
import { printable } from '../domain/printable.js';
import type { MaintenanceEffect } from '../domain/public-records.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { columnTable, type TableRow } from './column-table.js';
import { inOneLine, minuteNotes, sections, shortTime, sloNames } from './operator-text.js';
import type { TextStyle } from './terminal-style.js';

/** What to know of maintenance that was just recorded: which SLOs leave it out, which do not, and what to do. */
export function maintenanceNotes(
  maintenance: Maintenance,
  effects: readonly MaintenanceEffect[],
  slos: readonly SloDefinition[],
): readonly string[] {
  const { id, fromMs, toMs, recordedBy, slos: names } = maintenance;
  const span = `${isoTime(fromMs)} to ${isoTime(toMs)}`;
  return [
    `maintenance ${String(id)}, ${span}, of ${sloNames(names, 'all SLOs')}, recorded by ${printable(recordedBy)}`,
    ...minuteNotes(maintenance),
    ...excludedNotes(effects),
    ...lateNotes(maintenance, effects),
    ...countedNotes(effects, slos),
  ];
}

function excludedNotes(effects: readonly MaintenanceEffect[]): readonly string[] {
  const names = namesOf(effects, 'excluded');
  return names.length === 0 ? [] : [`left out of ${names.join(', ')}`];
}

function lateNotes(maintenance: Maintenance, effects: readonly MaintenanceEffect[]): readonly string[] {
  const late = effects.filter(({ effect }) => effect === 'late');
  if (late.length === 0) return [];
  const wanted = late.map(({ slo, noticeMs }) => `${printable(slo)} (wants ${formatDuration(noticeMs)} of notice)`);
  return [
    `too late to be left out, still counts in ${wanted.join(', ')}: ${recordedText(maintenance)}`,
    ...late.map(
      ({ slo }) => `  to take the time out of ${printable(slo)} afterwards: ${correctCommand(slo, maintenance)}`,
    ),
  ];
}

/** `recorded 3h before it begins`, `recorded after it began`. */
function recordedText({ fromMs, recordedAtMs }: Maintenance): string {
  if (recordedAtMs >= fromMs) return 'recorded after it began';
  const minutes = Math.floor((fromMs - recordedAtMs) / 60_000);
  return `recorded ${minutes < 1 ? 'less than a minute' : formatDuration(minutes * 60_000)} before it begins`;
}

function correctCommand(slo: string, { fromMs, toMs }: Maintenance): string {
  return `resolver-slo correct add --slo ${printable(slo)} --from ${isoTime(fromMs)} --to ${isoTime(toMs)} --exclude --reason …`;
}

function countedNotes(effects: readonly MaintenanceEffect[], slos: readonly SloDefinition[]): readonly string[] {
  if (slos.length === 0) return ['no SLO is configured'];
  const names = namesOf(effects, 'counted');
  if (names.length === 0) return [];
  return [`counts in ${names.join(', ')}, whose policy it is (annotation resolver-slo/maintenance: count)`];
}

function namesOf(effects: readonly MaintenanceEffect[], wanted: MaintenanceEffect['effect']): readonly string[] {
  return effects.filter(({ effect }) => effect === wanted).map(({ slo }) => printable(slo));
}

export function cancellationNotes({ id, fromMs, cancelledAtMs }: Maintenance): readonly string[] {
  const name = `maintenance ${String(id)}`;
  if (cancelledAtMs === null || cancelledAtMs < fromMs) return [`${name} is called off`];
  return [`${name} is over since ${isoTime(cancelledAtMs)}; what it took out before stays out`];
}

const HEADER = ['ID', 'FROM (UTC)', 'TO', 'TITLE'];

/** Lines for people: what is under way, to come, and over. */
export function maintenanceLines(
  maintenances: readonly Maintenance[],
  slos: readonly SloDefinition[],
  nowMs: number,
  style: TextStyle,
): readonly string[] {
  if (maintenances.length === 0) return ['no maintenance is recorded'];
  const within = (...states: readonly string[]): readonly string[] => {
    const found = maintenances.filter((one) => states.includes(maintenanceState(one, nowMs)));
    const rows = found.map((one) => rowOf(one, maintenanceEffects(one, slos)));
    return rows.length === 0 ? [] : columnTable(HEADER, rows, style);
  };
  const parts = [
    ['Under way', within('in_progress')],
    ['To come', within('scheduled')],
    ['Over', within('completed', 'cancelled')],
  ] as const;
  return sections(parts, (title) => style.paint('bold', title));
}

function rowOf(maintenance: Maintenance, effects: readonly MaintenanceEffect[]): TableRow {
  const { id, fromMs, toMs, recordedAtMs, recordedBy, slos, title, message } = maintenance;
  return {
    cells: [String(id), shortTime(fromMs), shortTime(toMs), printable(title)],
    details: [
      ...(message === null ? [] : [inOneLine(message)]),
      [`of ${sloNames(slos, 'all SLOs')}`, countsText(maintenance, effects)].filter(Boolean).join('; '),
      `recorded ${shortTime(recordedAtMs)} by ${printable(recordedBy)}${cancelledText(maintenance)}`,
    ],
  };
}

/** `left out of a; counts in b, c (late)`; late: it would be left out, had it been recorded in time. Empty for what was called off. */
function countsText({ fromMs, cancelledAtMs }: Maintenance, effects: readonly MaintenanceEffect[]): string {
  if (cancelledAtMs !== null && cancelledAtMs <= fromMs) return '';
  const counting = effects
    .filter(({ effect }) => effect !== 'excluded')
    .map(({ slo, effect }) => `${printable(slo)}${effect === 'late' ? ' (late)' : ''}`);
  const counts = counting.length === 0 ? [] : [`counts in ${counting.join(', ')}`];
  return [...excludedNotes(effects), ...counts].join('; ');
}

function cancelledText({ cancelledAtMs, cancelledBy }: Maintenance): string {
  return cancelledAtMs === null ? '' : `, cancelled ${shortTime(cancelledAtMs)} by ${printable(cancelledBy ?? '')}`;
}
