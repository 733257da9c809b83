import type {
  AlertFiring,
  MonthReport,
  PublishedVersion,
  ReportedExclusion,
  ReportedSlo,
  SloMonth,
} from '../../app/report/month-report.js';
import { isoTime } from '../../domain/clock.js';
import type { Incident } from '../../domain/incident.js';
import { incidentJson } from '../operator/incident-json.js';
import { isoOrNull } from '../operator/iso-or-null.js';

/** The report for scripts: what `slo --json` says of each SLO, of that month, and more. */
export function reportJson({ month, digest, generatedAtMs, isPublic, slos, incidents, notBegun }: MonthReport) {
  return {
    month,
    digest,
    generatedAt: isoTime(Math.floor(generatedAtMs)),
    public: isPublic,
    slos: slos.map(sloJson),
    incidents: incidents.map(publicIncident),
    notBegun,
  };
}

/** Who told it is nobody's business. */
function publicIncident(incident: Incident) {
  const { updates, ...about } = incidentJson(incident);
  return { ...about, updates: updates.map(({ status, message, at }) => ({ status, message, at })) };
}

function sloJson(slo: SloMonth) {
  const { status } = slo;
  if (slo.kind === 'failed') return { ...status, days: [], digest: null };
  const { days, timeZone, isOver } = slo;
  const common = { ...status, timeZone, isOver, days };
  return slo.kind === 'whole' ? { ...common, digest: null } : { ...common, ...reportedJson(slo) };
}

function reportedJson({ digest, isFinal, figures, exclusions, firings, changes, publication }: ReportedSlo) {
  const { byOutcome, byResolver, byQuery, worstHours, burnDown, known, proberErrors, series, latency } = figures;
  return {
    digest,
    isFinal,
    ...{ byOutcome, byResolver, byQuery, worstHours, burnDown },
    gaps: known.gaps,
    ...{ proberErrors, series, latency },
    exclusions: exclusions.map(exclusionJson),
    alertFirings: firings?.map(firingJson) ?? null,
    compositionChanges: changes,
    published: publication.versions.map(versionJson),
    publishedAt: isoOrNull(publication.same?.publishedAtMs ?? null),
    differences: publication.differences,
  };
}

function exclusionJson({ kind, id, reason, fromMs, toMs, recordedAtMs, recordedBy, ...rest }: ReportedExclusion) {
  const { void: voidReason, effect } = rest;
  const times = { from: isoTime(fromMs), to: isoTime(toMs), recordedAt: isoTime(recordedAtMs) };
  const effects =
    effect === null
      ? { without: null, attemptsLess: 0 }
      : { without: effect.without, attemptsLess: effect.attemptsLess };
  return { kind, id, reason, ...times, recordedBy, void: voidReason?.kind ?? null, ...effects };
}

function firingJson({ alert, severity, fromMs, toMs, fired }: AlertFiring) {
  return { alert, severity, from: isoOrNull(fromMs), to: isoOrNull(toMs), explanation: fired?.explanation ?? null };
}

function versionJson({ digest, publishedAtMs }: PublishedVersion) {
  return { digest, publishedAt: isoTime(publishedAtMs) };
}
