import { isoTime } from '../domain/clock.js';
import {
  type Incident,
  incidentState,
  type IncidentUpdate,
  openedAtMs,
  type PostMortem,
  type RecordedIncident,
  resolvedAtMs,
} from '../domain/incident.js';
import type { IncidentProposal } from '../domain/incident-proposal.js';
import { printable } from '../domain/printable.js';
import { columnTable, type TableRow } from './column-table.js';
import { inOneLine, sections, shortTime, sloNames } from './operator-text.js';
import { proposalLines } from './proposal-text.js';
import type { TextStyle } from './terminal-style.js';

/** `incident 3 is resolved, open from … to …`. */
export function incidentNotes(incident: Incident): readonly string[] {
  const endMs = resolvedAtMs(incident);
  const since = isoTime(openedAtMs(incident));
  const span = endMs === null ? `open since ${since}` : `open from ${since} to ${isoTime(endMs)}`;
  return [`incident ${String(incident.id)} is ${incidentState(incident)}, ${span}`];
}

/** `the post-mortem of incident 3 is at …; before: …`. */
export function postMortemNotes({ id, postMortems }: RecordedIncident): readonly string[] {
  const [before, last] = [postMortems.at(-2), postMortems.at(-1)];
  const link = `the post-mortem of incident ${String(id)} is at ${printable(last?.url ?? '–')}`;
  return before === undefined
    ? [link]
    : [link, `it replaces ${printable(before.url)}, given by ${printable(before.recordedBy)}`];
}

const HEADER = ['ID', 'IMPACT', 'OPENED (UTC)', 'RESOLVED', 'TITLE'];

/** Lines for people: proposed ones, open ones with all that was told of them, then those that are over. */
export function incidentLines(
  incidents: readonly RecordedIncident[],
  proposed: readonly IncidentProposal[],
  style: TextStyle,
): readonly string[] {
  if (incidents.length + proposed.length === 0) return ['no incident is recorded'];
  const table = (isOpen: boolean): readonly string[] => {
    const rows = incidents.filter((incident) => (resolvedAtMs(incident) === null) === isOpen).map(rowOf);
    return rows.length === 0 ? [] : columnTable(HEADER, rows, style);
  };
  const parts = [
    ['Proposed by alerts', proposed.length === 0 ? [] : proposalLines(proposed, style)],
    ['Open', table(true)],
    ['Resolved', table(false)],
  ] as const;
  return sections(parts, (title) => style.paint('bold', title));
}

function rowOf(incident: RecordedIncident): TableRow {
  const { id, impact, slos, title, updates, postMortems } = incident;
  const endMs = resolvedAtMs(incident);
  const resolved = endMs === null ? '–' : shortTime(endMs);
  return {
    cells: [String(id), impact, shortTime(openedAtMs(incident)), resolved, printable(title)],
    details: [
      ...(slos.length === 0 ? [] : [`affects ${sloNames(slos, '')}`]),
      ...(endMs === null ? updates.map(updateText) : []),
      ...postMortems.slice(-1).map(postMortemText),
    ],
  };
}

function updateText({ atMs, state, message, recordedBy }: IncidentUpdate): string {
  return `${shortTime(atMs)} ${state}: ${inOneLine(message)} (${printable(recordedBy)})`;
}

function postMortemText({ url, recordedAtMs, recordedBy }: PostMortem): string {
  return `post-mortem: ${printable(url)} (${printable(recordedBy)}, ${shortTime(recordedAtMs)})`;
}
