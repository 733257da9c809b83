import type { AlertEvidence, AlertLogEntry } from '../../domain/alert-evidence.js';
import { formatDuration } from '../../domain/duration.js';
import { groupBy } from '../../domain/group-by.js';
import { incidentState } from '../../domain/incident.js';
import {
  AUTOMATIC,
  type IncidentChange,
  type IncidentProposal,
  type ProposalWords,
  type ProposedAlert,
  proposedSlos,
} from '../../domain/incident-proposal.js';
import { countWords, percentWords } from '../alert/figure-words.js';
import { type FiringAlert, firingKey, type IncidentStep, isTakenOver, QUIET_MS } from './decide-incidents.js';
import type { FailedFigures, IncidentWords, PublicFigures } from './incident-dictionary.js';
import { longUnit } from './long-unit.js';
import type { PagedSlo } from './paged-slo.js';

/** What steps are put into words from. */
export interface ChangeWords {
  readonly language: IncidentWords;
  readonly slos: readonly PagedSlo[];
  readonly nowMs: number;
  /** By `firingKey()`; a firing of which the log has nothing is told without figures. */
  readonly entries: ReadonlyMap<string, AlertLogEntry>;
}

/** A title is one line. */
const LONGEST_TITLE = 200;

/** A step as the store does it. */
export function changeOf(step: IncidentStep, words: ChangeWords): readonly IncidentChange[] {
  switch (step.kind) {
    case 'propose':
      return [{ kind: 'propose', service: serviceOf(step.alerts), ...proposed(null, step.alerts, words) }];
    case 'extend':
      return [{ kind: 'extend', proposal: step.proposal.id, ...proposed(step.proposal, step.alerts, words) }];
    case 'worsen':
      return [{ kind: 'extend', proposal: step.proposal.id, ...proposed(step.proposal, [], words) }];
    case 'lapse':
      return [{ kind: 'lapse', proposal: step.proposal.id }];
    case 'publish':
      return [{ kind: 'publish', proposal: step.proposal.id, incident: step.into?.id ?? opened(step.proposal, words) }];
    case 'affect':
      return affected(step, words);
    case 'resolve':
      return [{ kind: 'tell', incident: step.incident.id, update: resolution(words) }];
    default:
      return step satisfies never;
  }
}

function serviceOf([first]: readonly FiringAlert[]): string {
  if (first === undefined) throw new RangeError('proposing an incident: at least one alert is required, found none');
  return first.slo.definition.service;
}

function proposed(before: IncidentProposal | null, added: readonly FiringAlert[], words: ChangeWords) {
  const alerts = added.map((one) => toProposedAlert(one, words));
  return { alerts, words: proposalWords(before, [...(before?.alerts ?? []), ...alerts], words) };
}

function toProposedAlert({ slo, alert, firedAtMs }: FiringAlert, words: ChangeWords): ProposedAlert {
  const { key, name, displayName } = slo.definition;
  const entry = words.entries.get(firingKey({ slo: key, alert, firedAtMs }));
  const sentence = words.language.incident.alert(publicFigures(slo, entry?.evidence ?? null, words));
  const publicWords = { name: displayName, sentence };
  return { slo: key, sloName: name, alert, firedAtMs, explanation: entry?.explanation ?? '', publicWords };
}

/** How many attempts failed is for everybody; who failed them is not. */
function publicFigures(
  { definition }: PagedSlo,
  evidence: AlertEvidence | null,
  { language }: ChangeWords,
): PublicFigures {
  const { displayName: name, objective } = definition;
  const failed = evidence === null ? null : failedFigures(evidence, language);
  return { name, objective: percentWords(objective), failed };
}

function failedFigures(evidence: AlertEvidence, { locale }: IncidentWords): FailedFigures | null {
  if (!('long' in evidence)) return null;
  const { thresholdUs, long } = evidence;
  const { good, valid } = long.attempts;
  if (good >= valid) return null;
  return {
    share: percentWords((valid - good) / valid),
    all: countWords(valid),
    window: longUnit(locale, long.lengthMs),
    threshold: thresholdUs === null ? null : formatDuration(thresholdUs / 1e3),
  };
}

function proposalWords(
  before: IncidentProposal | null,
  alerts: readonly ProposedAlert[],
  words: ChangeWords,
): ProposalWords {
  const concerned = words.slos.filter(({ definition }) => alerts.some(({ sloName }) => sloName === definition.name));
  return {
    title: titleOf(alerts, concerned, words),
    message: words.language.incident.opening(sentencesOf(alerts)),
    impact: before?.impact === 'major' || concerned.some(({ isViolated }) => isViolated) ? 'major' : 'minor',
  };
}

function titleOf(alerts: readonly ProposedAlert[], concerned: readonly PagedSlo[], { language }: ChangeWords): string {
  const names = [...new Set(alerts.map(({ publicWords }) => publicWords.name))];
  const service = concerned[0]?.definition.serviceDisplayName ?? '';
  const [title, short] = [language.incident.title(service, names), language.incident.shortTitle(service, names.length)];
  return title.length <= LONGEST_TITLE ? title : Array.from(short).slice(0, LONGEST_TITLE).join('');
}

/** Of each SLO the first alert says enough: the others look at the same attempts. */
function sentencesOf(alerts: readonly ProposedAlert[]): readonly string[] {
  const bySlo = groupBy(alerts, ({ slo }) => slo);
  return [...bySlo.values()].flatMap(([first]) => (first === undefined ? [] : [first.publicWords.sentence]));
}

function opened(proposal: IncidentProposal, { nowMs }: ChangeWords) {
  const { title, message, impact, alerts } = proposal;
  const atMs = Math.min(nowMs, ...alerts.map(({ firedAtMs }) => firedAtMs));
  const first = { state: 'investigating', message, atMs, by: AUTOMATIC } as const;
  return { title, impact, slos: proposedSlos(proposal), first };
}

/** Where a person has taken an incident over, the daemon names what is affected, and leaves the words to them. */
function affected(
  { incident, proposal, slos }: Extract<IncidentStep, { readonly kind: 'affect' }>,
  { language, nowMs }: ChangeWords,
): readonly IncidentChange[] {
  if (isTakenOver(incident)) return [{ kind: 'affect', incident: incident.id, slos }];
  const alerts = proposal.alerts.filter(({ sloName }) => slos.includes(sloName));
  const message = language.incident.affected(sentencesOf(alerts));
  const update = { state: incidentState(incident), message, atMs: nowMs, by: AUTOMATIC, slos };
  return [{ kind: 'tell', incident: incident.id, update }];
}

function resolution({ language, nowMs }: ChangeWords) {
  const quiet = longUnit(language.locale, QUIET_MS);
  return { state: 'resolved', message: language.incident.resolved(quiet), atMs: nowMs, by: AUTOMATIC } as const;
}
