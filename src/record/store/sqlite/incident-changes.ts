import { AUTOMATIC, type IncidentChange } from '../../../domain/incident-proposal.js';
import type { IncidentProposalTable } from './incident-proposal-table.js';
import type { IncidentTable } from './incident-table.js';

/** Does what was decided on incidents, within the transaction in which it was decided. */
export function changeIncidents(
  { incidents, proposals }: { readonly incidents: IncidentTable; readonly proposals: IncidentProposalTable },
  change: IncidentChange,
  nowMs: number,
): void {
  switch (change.kind) {
    case 'propose':
      proposals.addStep(proposals.add(change.service, nowMs), change.words, change.alerts, nowMs);
      break;
    case 'extend':
      proposals.addStep(change.proposal, change.words, change.alerts, nowMs);
      break;
    case 'lapse':
      proposals.end(change.proposal, { outcome: 'lapsed', by: AUTOMATIC, incident: null }, nowMs);
      break;
    case 'publish': {
      const incident = typeof change.incident === 'number' ? change.incident : incidents.add(change.incident, nowMs);
      proposals.end(change.proposal, { outcome: 'published', by: AUTOMATIC, incident }, nowMs);
      break;
    }
    case 'affect':
      incidents.addSlos(change.incident, { slos: change.slos, by: AUTOMATIC }, nowMs);
      break;
    case 'tell':
      incidents.addUpdate(change.incident, change.update, nowMs);
      break;
    default:
      change satisfies never;
  }
}
