import { isoTime } from '../../domain/clock.js';
import { type IncidentProposal, proposedSlos } from '../../domain/incident-proposal.js';

/** A proposed incident as scripts read it; `proposal` is its id, `status` what became of it. */
export function proposalJson(proposal: IncidentProposal) {
  const { id, service, title, message, impact, alerts, proposedAtMs, end } = proposal;
  return {
    proposal: id,
    status: end?.outcome ?? 'proposed',
    service,
    title,
    message,
    impact,
    slos: proposedSlos(proposal),
    proposedAt: isoTime(proposedAtMs),
    alerts: alerts.map(({ sloName, alert, firedAtMs, explanation }) => ({
      slo: sloName,
      alert,
      firedAt: isoTime(firedAtMs),
      explanation,
    })),
    endedAt: end === null ? null : isoTime(end.atMs),
    endedBy: end?.by ?? null,
    incident: end?.incident ?? null,
  };
}
