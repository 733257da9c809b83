import { type IncidentProposal, type ProposedAlert } from '../domain/incident-proposal.js';
import { printable } from '../domain/printable.js';
import { columnTable, type TableRow } from './column-table.js';
import { inOneLine, shortTime } from './operator-text.js';
import type { TextStyle } from './terminal-style.js';

const HEADER = ['ID', 'IMPACT', 'PROPOSED (UTC)', 'STATUS', 'TITLE'];

/** Lines for people: what alerts propose, why, and what can be done about it. */
export function proposalLines(proposals: readonly IncidentProposal[], style: TextStyle): readonly string[] {
  return proposals.length === 0 ? ['no incident was proposed'] : columnTable(HEADER, proposals.map(rowOf), style);
}

function rowOf({ id, impact, title, message, proposedAtMs, alerts, end }: IncidentProposal): TableRow {
  const status = end === null ? 'proposed' : end.outcome;
  return {
    cells: [String(id), impact, shortTime(proposedAtMs), status, printable(title)],
    details: [...alerts.map(alertText), ...(end === null ? openTexts(id, message) : [endText(end)])],
  };
}

function alertText({ sloName, alert, firedAtMs, explanation }: ProposedAlert): string {
  const why = explanation === '' ? '' : `: ${inOneLine(explanation)}`;
  return `${shortTime(firedAtMs)} ${printable(alert)} of ${printable(sloName)}${why}`;
}

function openTexts(id: number, message: string): readonly string[] {
  return [
    `would say: ${inOneLine(message)}`,
    `to publish it: resolver-slo incident publish ${String(id)}; if it is none: resolver-slo incident dismiss ${String(id)}`,
  ];
}

function endText({ outcome, atMs, by, incident }: NonNullable<IncidentProposal['end']>): string {
  const as = incident === null ? '' : ` as incident ${String(incident)}`;
  return `${outcome}${as} at ${shortTime(atMs)} (${printable(by)})`;
}
