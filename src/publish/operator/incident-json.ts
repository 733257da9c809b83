import { isoTime } from '../../domain/clock.js';
import { type Incident, incidentState, openedAtMs, resolvedAtMs } from '../../domain/incident.js';
import { isoOrNull } from './iso-or-null.js';

/** An incident as scripts read it. */
export function incidentJson(incident: Incident) {
  const { id, title, impact, slos, updates } = incident;
  return {
    id,
    title,
    impact,
    slos,
    status: incidentState(incident),
    openedAt: isoTime(openedAtMs(incident)),
    resolvedAt: isoOrNull(resolvedAtMs(incident)),
    updates: updates.map(({ state, message, atMs, recordedAtMs, recordedBy }) => ({
      status: state,
      message,
      at: isoTime(atMs),
      recordedAt: isoTime(recordedAtMs),
      recordedBy,
    })),
  };
}
