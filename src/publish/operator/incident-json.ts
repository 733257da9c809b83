import { isoTime } from '../../domain/clock.js';
import {
  type Incident,
  incidentState,
  openedAtMs,
  type RecordedIncident,
  resolvedAtMs,
} from '../../domain/incident.js';
import { isoOrNull } from './iso-or-null.js';

/** An incident as scripts read it. */
export function incidentJson(incident: Incident) {
  const { id, title, impact, slos, updates, postMortemUrl } = incident;
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
    postMortem: postMortemUrl,
  };
}

/** The same for operators: who linked a post-mortem, and what was linked before. */
export function recordedIncidentJson(incident: RecordedIncident) {
  return {
    ...incidentJson(incident),
    postMortems: incident.postMortems.map(({ url, recordedAtMs, recordedBy }) => ({
      url,
      recordedAt: isoTime(recordedAtMs),
      recordedBy,
    })),
  };
}
