import type {
  AlertFiring,
  MonthReport,
  ReportedExclusion,
  ReportedSlo,
  VoidReason,
} from '../../../app/report/month-report.js';
import type { NoDataEvidence } from '../../../domain/alert-evidence.js';
import { type Incident, openedAtMs, resolvedAtMs } from '../../../domain/incident.js';
import type { ReportWords } from '../report-words.js';
import type { FiringCause } from '../../text/report-dictionary.js';
import { type Block, list, type ListItem, type Section, text } from './block.js';

export function alertSection({ firings }: ReportedSlo, words: ReportWords): Section {
  const { text: t } = words;
  const blocks =
    firings === null
      ? [text(t.alertsNotKept, 'note')]
      : firings.length === 0
        ? [text(t.noAlerts, 'note')]
        : [list(firings.map((firing) => firingText(firing, words)))];
  return { title: t.headings.alerts, blocks };
}

function firingText({ alert, severity, fromMs, toMs, fired }: AlertFiring, words: ReportWords): string {
  return words.text.alert({
    name: alert,
    severity,
    from: fromMs === null ? null : words.time(fromMs),
    to: toMs === null ? null : words.time(toMs),
    length: fromMs === null || toMs === null ? null : words.length(toMs - fromMs),
    cause: fired === null ? null : causeOf(fired.evidence, words),
  });
}

function causeOf(evidence: NonNullable<AlertFiring['fired']>['evidence'], words: ReportWords): FiringCause {
  if (isNoData(evidence)) return { kind: 'no-data' };
  const { counted, lengthMs, burnRate } = evidence.long;
  return {
    kind: 'burn-rate',
    notGood: words.count(counted.valid - counted.good),
    valid: words.count(counted.valid),
    window: words.length(lengthMs),
    rate: burnRate === null ? words.text.none : words.count(Number(burnRate.toPrecision(3))),
  };
}

function isNoData(evidence: NonNullable<AlertFiring['fired']>['evidence']): evidence is NoDataEvidence {
  return evidence.rule.kind === 'no-data';
}

/** Incidents of the whole report, each with what was told of it. */
export function incidentSection({ incidents }: MonthReport, words: ReportWords): Section {
  const { text: t } = words;
  const items = incidents.map((incident) => incidentItem(incident, words));
  return { title: t.headings.incidents, blocks: [items.length === 0 ? text(t.noIncidents, 'note') : list(items)] };
}

function incidentItem(incident: Incident, words: ReportWords): ListItem {
  const { text: t, time } = words;
  const [openMs, endMs] = [openedAtMs(incident), resolvedAtMs(incident)];
  const told = t.incident({
    impact: t.incidentImpact[incident.impact],
    from: time(openMs),
    to: endMs === null ? null : time(endMs),
    length: endMs === null ? null : words.length(endMs - openMs),
  });
  return {
    text: `${incident.title} – ${told}`,
    details: [
      ...(incident.slos.length === 0 ? [] : [t.concerning(incident.slos)]),
      ...incident.updates.map(({ atMs, state, message }) => `${time(atMs)} ${t.incidentState[state]}: ${message}`),
    ],
  };
}

export function exclusionSection(slo: ReportedSlo, words: ReportWords): Section {
  const { text: t } = words;
  const { asMeasured, excluded } = slo.status;
  const items = slo.exclusions.map((one) => exclusionItem(slo, one, words));
  const measured: readonly Block[] =
    asMeasured === undefined
      ? []
      : [
          text(
            t.asMeasured({
              now: words.share(slo.status.sli, slo.status.objective),
              without: words.share(asMeasured.sli, slo.status.objective),
              attempts: words.count(excluded.maintenance + excluded.correction),
              isMore: true,
            }),
          ),
        ];
  const shown = items.length === 0 ? text(t.noExclusions, 'note') : list(items);
  return { title: t.headings.exclusions, blocks: [shown, ...measured] };
}

function exclusionItem(slo: ReportedSlo, one: ReportedExclusion, words: ReportWords): ListItem {
  const { text: t, time } = words;
  const what = `${t.exclusionKind[one.kind]} ${String(one.id)}: ${one.reason}`;
  return {
    text: what,
    details: [
      `${time(one.fromMs)} – ${time(one.toMs)} (${words.length(one.toMs - one.fromMs)})`,
      t.recorded(time(one.recordedAtMs), one.recordedBy),
      one.void === null ? effectText(slo, one, words) : voidText(one.void, words),
    ],
  };
}

function effectText({ status }: ReportedSlo, { effect }: ReportedExclusion, words: ReportWords): string {
  if (effect === null || (effect.attemptsLess === 0 && effect.without.valid === status.valid))
    return words.text.noEffect;
  return words.text.effect({
    now: words.share(status.sli, status.objective),
    without: words.share(effect.without.sli, status.objective),
    attempts: words.count(Math.abs(effect.attemptsLess)),
    isMore: effect.attemptsLess < 0,
  });
}

function voidText(reason: VoidReason, { text: { void: t }, time, length }: ReportWords): string {
  switch (reason.kind) {
    case 'policy':
      return t.policy;
    case 'late':
      return t.late(length(reason.noticeMs));
    case 'cancelled':
    case 'revoked':
      return t[reason.kind](time(reason.atMs), reason.by);
    default:
      return reason satisfies never;
  }
}
