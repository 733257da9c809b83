import { isoTime } from '../../domain/clock.js';
import { formatDuration } from '../../domain/duration.js';
import { incidentState, openedAtMs, resolvedAtMs } from '../../domain/incident.js';
import { maintenanceState } from '../../domain/maintenance-state.js';
import type { PublicCorrection, PublicIncident, PublicMaintenance } from '../../domain/public-records.js';
import { markdownHtml } from '../markdown/markdown-html.js';
import { isoOrNull } from '../operator/iso-or-null.js';
import { type Addresses, addressesOf } from '../site/addresses.js';
import type { Site } from '../site/site.js';
import type { PageContext } from '../status-page/page-context.js';
import type { PublicCorrectionJson, PublicIncidentJson, PublicMaintenanceJson } from './schemas/incident-schemas.js';

const TOP_HEADING = 3;

/** What operators told, the newest first; who told it is nobody's business. */
export function incidentsJson({ records, nowMs }: Site, page: PageContext) {
  const addresses = addressesOf(page);
  return {
    incidents: records.incidents.map((one) => incidentJson(one, addresses)).toReversed(),
    maintenance: records.maintenances.map((one) => maintenanceJson(one, nowMs, addresses)).toReversed(),
    corrections: records.corrections.map(correctionJson).toReversed(),
  };
}

function incidentJson(incident: PublicIncident, addresses: Addresses): PublicIncidentJson {
  const { id, title, impact, slos, updates, postMortemUrl } = incident;
  return {
    id,
    title,
    impact,
    slos: [...slos],
    status: incidentState(incident),
    openedAt: isoTime(openedAtMs(incident)),
    resolvedAt: isoOrNull(resolvedAtMs(incident)),
    url: addresses.page(`incidents/${String(id)}`),
    postMortem: postMortemUrl,
    updates: updates.map(({ state, message, atMs, recordedAtMs }) => ({
      status: state,
      message,
      html: markdownHtml(message, { topHeading: TOP_HEADING }),
      at: isoTime(atMs),
      recordedAt: isoTime(recordedAtMs),
    })),
  };
}

function maintenanceJson(maintenance: PublicMaintenance, nowMs: number, addresses: Addresses): PublicMaintenanceJson {
  const { id, title, message, fromMs, toMs, slos, recordedAtMs, cancelledAtMs, effects } = maintenance;
  return {
    id,
    title,
    message,
    html: message === null ? null : markdownHtml(message, { topHeading: TOP_HEADING }),
    from: isoTime(fromMs),
    to: isoTime(toMs),
    slos: [...slos],
    state: maintenanceState(maintenance, nowMs),
    recordedAt: isoTime(recordedAtMs),
    cancelledAt: isoOrNull(cancelledAtMs),
    url: addresses.page(`maintenance/${String(id)}`),
    effects: effects.map(({ slo, effect, noticeMs }) => ({ slo, effect, notice: formatDuration(noticeMs) })),
  };
}

function correctionJson(correction: PublicCorrection): PublicCorrectionJson {
  const { id, slo, fromMs, toMs, kind, reason, recordedAtMs, revokedAtMs } = correction;
  return {
    ...{ id, slo, kind, reason },
    from: isoTime(fromMs),
    to: isoTime(toMs),
    recordedAt: isoTime(recordedAtMs),
    revokedAt: isoOrNull(revokedAtMs),
  };
}
