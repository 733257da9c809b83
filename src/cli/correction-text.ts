import type { CorrectionEffect, EffectFigures } from '../app/operator/correction-effect.js';
import { isoTime } from '../domain/clock.js';
import type { CorrectionOffer } from '../domain/correction-offer.js';
import type { Correction } from '../domain/operator-action.js';
import { printable } from '../domain/printable.js';
import { columnTable, type TableRow } from './column-table.js';
import { inOneLine, minuteNotes, sections, shortTime } from './operator-text.js';
import type { TextStyle } from './terminal-style.js';

export function correctionNotes(correction: Correction, nowMs: number): readonly string[] {
  const { id, slo, fromMs, toMs, kind, recordedBy } = correction;
  const does = kind === 'exclude' ? 'does not count in' : 'counts again in';
  return [
    `correction ${String(id)}: ${isoTime(fromMs)} to ${isoTime(toMs)} ${does} ${printable(slo)}, recorded by ${printable(recordedBy)}`,
    ...minuteNotes(correction),
    ...(toMs > nowMs ? [`part of it is still to come, until ${isoTime(toMs)}`] : []),
  ];
}

export function revocationNotes({ id, slo }: Correction): readonly string[] {
  return [`correction ${String(id)} of ${printable(slo)} is revoked`];
}

/**
 * ```
 * availability, 2026-10-01T00:00:00Z to 2026-10-29T00:00:00Z:
 *   before  good 99890 of 100000, SLI 99.89 %, budget left -10.00 %
 * ```
 */
export function effectLines({ slo, objectiveName, window, before, after }: CorrectionEffect): readonly string[] {
  const name = objectiveName === undefined ? slo : `${slo} (${objectiveName})`;
  return [
    `${printable(name)}, ${window.from} to ${window.to}:`,
    `  before  ${figuresText(before)}`,
    `  after   ${figuresText(after)}`,
  ];
}

function figuresText({ good, valid, sli, errorBudget, status }: EffectFigures): string {
  const left = errorBudget.remaining;
  return `good ${amount(good)} of ${amount(valid)}, SLI ${percent(sli, 5)}, budget left ${percent(left, 2)}, ${status.replace('_', ' ')}`;
}

/** A slice may be good in part. */
function amount(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}

function percent(ratio: number | null, decimals: number): string {
  return ratio === null ? '–' : `${(ratio * 100).toFixed(decimals)} %`;
}

const HEADER = ['ID', 'WHAT', 'FROM (UTC)', 'TO', 'SLO'];

/** Lines for people: what is in force, and what was revoked. */
export function correctionLines(corrections: readonly Correction[], style: TextStyle): readonly string[] {
  if (corrections.length === 0) return ['nothing was corrected'];
  const table = (isRevoked: boolean): readonly string[] => {
    const rows = corrections.filter(({ revokedAtMs }) => (revokedAtMs !== null) === isRevoked).map(rowOf);
    return rows.length === 0 ? [] : columnTable(HEADER, rows, style);
  };
  const parts = [
    ['In force', table(false)],
    ['Revoked', table(true)],
  ] as const;
  return sections(parts, (title) => style.paint('bold', title));
}

const OFFER_HEADER = ['ID', 'STATUS', 'FROM (UTC)', 'TO', 'SLO'];

/** Those that wait for an operator first. */
export function correctionOfferLines(offers: readonly CorrectionOffer[], style: TextStyle): readonly string[] {
  if (offers.length === 0) return ['no correction is offered'];
  const open = offers.filter(({ end }) => end === null);
  return columnTable(OFFER_HEADER, [...open, ...offers.filter(({ end }) => end !== null)].map(offerRow), style);
}

function offerRow({ id, slo, fromMs, toMs, reason, recordedAtMs, source, end }: CorrectionOffer): TableRow {
  const as = end?.correction == null ? '' : ` as correction ${String(end.correction)}`;
  const ended = end === null ? '' : `, ${end.outcome}${as} ${shortTime(end.atMs)} by ${printable(end.by)}`;
  const [kind = '', of = ''] = source.split(' ');
  return {
    cells: [String(id), end?.outcome ?? 'offered', shortTime(fromMs), shortTime(toMs), printable(slo)],
    details: [inOneLine(reason), `by ${kind} ${printable(of)} at Mackerel, offered ${shortTime(recordedAtMs)}${ended}`],
  };
}

function rowOf(correction: Correction): TableRow {
  const { id, slo, kind, fromMs, toMs, recordedAtMs, recordedBy, reason, revokedAtMs, revokedBy } = correction;
  const revoked = revokedAtMs === null ? '' : `, revoked ${shortTime(revokedAtMs)} by ${printable(revokedBy ?? '')}`;
  return {
    cells: [String(id), kind, shortTime(fromMs), shortTime(toMs), printable(slo)],
    details: [inOneLine(reason), `recorded ${shortTime(recordedAtMs)} by ${printable(recordedBy)}${revoked}`],
  };
}
