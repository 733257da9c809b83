import { isoTime } from '../../domain/clock.js';
import type { IncidentImpact, NewIncident, RecordedIncident } from '../../domain/incident.js';
import { type IncidentProposal, type ProposalEnd, proposedSlos } from '../../domain/incident-proposal.js';
import type { OperatorStore } from './operator-store.js';
import { lineFaults, nameOfPersonFaults, pastFaults, refuse, refused, textFaults } from './refusal.js';

/** What an operator says otherwise than the proposal does. */
export interface PublishedAs {
  readonly title?: string;
  readonly impact?: IncidentImpact;
  readonly message?: string;
  /** When it began; `null`: when its first alert fired. */
  readonly atMs: number | null;
  readonly by: string;
}

/** Opens the incident that alerts proposed. Throws `AppError` `OPERATION_REFUSED`, or what the store throws. */
export async function publishProposal(
  store: Pick<OperatorStore, 'publishProposal'>,
  id: number,
  as: PublishedAs,
  nowMs: number,
): Promise<RecordedIncident> {
  refuse([
    ...(as.title === undefined ? [] : lineFaults('title', as.title)),
    ...(as.message === undefined ? [] : textFaults('message', as.message)),
    ...pastFaults('at', as.atMs, nowMs),
    ...nameOfPersonFaults('by', as.by),
  ]);
  return store.publishProposal(id, (proposal) => {
    if (proposal?.end !== null) throw refused(whyNotOpen(id, proposal));
    return incidentOf(proposal, as, nowMs);
  });
}

/** Says that a proposal is no incident. Throws as `publishProposal()` does. */
export async function dismissProposal(
  store: Pick<OperatorStore, 'dismissProposal' | 'proposals'>,
  id: number,
  by: string,
): Promise<IncidentProposal> {
  refuse(nameOfPersonFaults('by', by));
  const dismissed = await store.dismissProposal(id, by);
  if (dismissed !== null) return dismissed;
  const proposals = await store.proposals();
  throw refused(whyNotOpen(id, proposals.find((one) => one.id === id) ?? null));
}

/** SLOs stay as proposed, configured still or not: what names none of them would concern everybody. */
function incidentOf(proposal: IncidentProposal, as: PublishedAs, nowMs: number): NewIncident {
  const { title = proposal.title, impact = proposal.impact, message = proposal.message, by } = as;
  const atMs = as.atMs ?? Math.min(nowMs, ...proposal.alerts.map(({ firedAtMs }) => firedAtMs));
  return { title, impact, slos: proposedSlos(proposal), first: { state: 'investigating', message, atMs, by } };
}

function whyNotOpen(id: number, found: IncidentProposal | null): string {
  const end = found?.end ?? null;
  if (end === null) return `id: the id of a proposed incident is required (\`incident list\`), found ${String(id)}`;
  return `proposal ${String(id)} ${endWords(end)} at ${isoTime(end.atMs)}`;
}

function endWords({ outcome, by, incident }: ProposalEnd): string {
  switch (outcome) {
    case 'published':
      return `was published as incident ${String(incident)} by ${by}`;
    case 'dismissed':
      return `was dismissed by ${by}`;
    case 'lapsed':
      return 'lapsed, for its alerts had resolved,';
    default:
      return outcome satisfies never;
  }
}
