import type { AlertLogEntry } from '../../../domain/alert-evidence.js';
import { isoTime } from '../../../domain/clock.js';
import { FAILED_OUTCOMES, totalCount, validCount } from '../../../domain/outcome.js';
import { printable } from '../../../domain/printable.js';
import type { ResolverFigures, SituatedSlo, Situation, SituationSubject } from '../../../domain/situation.js';
import type { CompositionChange } from '../../../domain/slo-composition.js';
import type { SloState } from '../../../domain/slo-status.js';
import type { FailureEvidence } from '../../../domain/failure-evidence.js';
import { countWords, percentWords, rateWords } from '../../../judge/alert/figure-words.js';
import { cutCharacters } from '../cut-characters.js';
import { whatFailed } from '../../operator/failure-text.js';
import { formatRtt } from '../../status-page/format-rtt.js';

export interface EvidenceContext {
  readonly vantage: string;
  /** Of the public page; `null`: no links. */
  readonly baseUrl: string | null;
}

const MOST_SLOS = 5;
const MOST_ALERTS = 4;
const MOST_RESOLVERS = 30;
const MOST_CHANGES = 10;
const LONGEST_CODE = 300;

/**
 * The evidence of an alert as Markdown, for its memo: how the SLOs that it concerns stand and why their alerts
 * changed, what each resolver did, the latest failures, and what was changed.
 */
export function evidenceBody(situation: Situation, context: EvidenceContext, subject: SituationSubject): string {
  const alert = subject.kind === 'slo' ? subject.alert : null;
  const slos = [...situation.slos].sort((a, b) => urgency(a) - urgency(b));
  const parts = [
    ...slos.slice(0, MOST_SLOS).map((slo) => sloPart(slo, context, alert)),
    ...(slos.length > MOST_SLOS ? [`${String(slos.length - MOST_SLOS)} more SLOs are concerned.`] : []),
    attemptsPart(situation),
    ...failuresPart(situation.failures),
    ...changesPart(slos),
    `As of ${clockText(situation.window.toMs)} UTC, seen from ${code(context.vantage)}.`,
  ];
  return parts.join('\n\n');
}

/** What fires now comes before what was spent long ago. */
function urgency({ status }: SituatedSlo): number {
  const firing = status.alerts.filter(({ state }) => state === 'firing');
  if (firing.length === 0) return 2 + URGENCY[status.status];
  return firing.some(({ severity }) => severity === 'page') ? 0 : 1;
}

const URGENCY: Readonly<Record<SloState, number>> = { violated: 0, at_risk: 1, no_data: 2, met: 3 };

function sloPart(
  { status, visibility, alertChanges }: SituatedSlo,
  { baseUrl }: EvidenceContext,
  alert: string | null,
): string {
  const { name, displayName, objectiveName, objective, window, sli, errorBudget } = status;
  const title = `**${inline(objectiveName === undefined ? displayName : `${displayName}, ${objectiveName}`)}**: ${status.status.replace('_', ' ')}`;
  const rates = Object.entries(status.burnRates).flatMap(([length, rate]) =>
    rate === null ? [] : [`${length} ${rateWords(rate)}`],
  );
  const figures = [
    `SLI ${shareWords(sli)} of ${shareWords(objective)} over ${window.duration}`,
    `error budget left ${shareWords(errorBudget.remaining)}`,
    ...(rates.length === 0 ? [] : [`burn rates ${rates.join(', ')}`]),
  ].join('; ');
  const link = baseUrl === null || visibility !== 'public' ? [] : [sloLink(baseUrl, name)];
  const why = tellingChanges(alertChanges, alert).map(
    (change) =>
      `- ${clockText(change.atMs)} ${code(change.alert)} ${ALERT_WORDS[change.to]}: ${inline(change.explanation)}`,
  );
  return [title, '', figures, ...why, ...link].join('\n');
}

/** Of each alert the latest change: first the one that is meant, then those that page. */
function tellingChanges(changes: readonly AlertLogEntry[], alert: string | null): readonly AlertLogEntry[] {
  const latest = changes.filter((one) => changes.find((other) => other.alert === one.alert) === one);
  const rank = (one: AlertLogEntry): number => (one.alert === alert ? 0 : one.severity === 'page' ? 1 : 2);
  return latest.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_ALERTS);
}

const ALERT_WORDS = { firing: 'fires', ok: 'resolved', pending: 'pending' } as const;

function sloLink(baseUrl: string, name: string): string {
  const page = `${baseUrl.replace(/\/+$/, '')}/slo/${encodeURIComponent(name)}`;
  return `- [Response times, budget and failures as charts](${page})`;
}

/** Very near to all is not all; `–` without data. */
function shareWords(share: number | null): string {
  if (share === null) return '–';
  if (share < 0) return `−${percentWords(-share)}`;
  if (share === 0 || share === 1) return `${String(100 * share)} %`;
  // A tenth of a percent is much where objectives are 99.99 %.
  const percent = share * 100;
  return percent > 99 ? `${String(Math.floor(percent * 1_000) / 1_000)} %` : percentWords(share);
}

function attemptsPart({ window, resolvers }: Situation): string {
  const title = `**Attempts, ${clockText(window.fromMs)} to ${clockText(window.toMs)} UTC**`;
  if (resolvers.length === 0) return `${title}\n\nNone are known.`;
  const rows = resolvers.slice(0, MOST_RESOLVERS).map(resolverRow);
  const more = resolvers.length - rows.length;
  return [
    title,
    '',
    '| resolver | attempts | answered | p50 | p99 | not answered |',
    '|---|---:|---:|---:|---:|---|',
    ...rows,
    ...(more > 0 ? ['', `${String(more)} more resolvers failed no more than these.`] : []),
  ].join('\n');
}

function resolverRow({ resolver, counts, p50Us, p99Us }: ResolverFigures): string {
  const valid = validCount(counts);
  const failed = FAILED_OUTCOMES.filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${countWords(counts[outcome])} ${code(outcome)}`)
    .join(', ');
  const cells = [
    code(resolver),
    countWords(totalCount(counts)),
    valid === 0 ? '–' : shareWords(counts.answered / valid),
    p50Us === null ? '–' : formatRtt(p50Us),
    p99Us === null ? '–' : formatRtt(p99Us),
    failed,
  ];
  return `| ${cells.join(' | ')} |`;
}

function failuresPart(failures: readonly FailureEvidence[]): readonly string[] {
  if (failures.length === 0) return [];
  return [['**Latest failures**', '', ...failures.map(failureLine)].join('\n')];
}

function failureLine(failure: FailureEvidence): string {
  const { series, outcome, scheduledAtMs, rttUs, reply, peer } = failure;
  const what = whatFailed(failure);
  const nsid = reply?.nsid ?? null;
  const parts = [
    `${code(outcome)}${rttUs === null ? '' : ` after ${formatRtt(rttUs)}`}`,
    ...(what === '' ? [] : [code(what)]),
    ...(nsid === null ? [] : [`NSID ${code(nsid)}`]),
  ];
  const at = isoTime(scheduledAtMs).slice(11, 19);
  return `- ${at} ${code(`${series.probe}/${series.resolver}/${series.query}`)} at ${code(peer)}: ${parts.join(', ')}`;
}

function changesPart(slos: readonly SituatedSlo[]): readonly string[] {
  const changes = slos.flatMap(({ status, changes: all }) => all.map((change) => ({ name: status.name, change })));
  if (changes.length === 0) return [];
  const lines = changes
    .sort((a, b) => (a.change.since < b.change.since ? 1 : -1))
    .slice(0, MOST_CHANGES)
    .map(({ name, change }) => `- ${clockText(Date.parse(change.since))} ${code(name)}: ${changeWords(change)}`);
  return [['**Changed in the configuration**', '', ...lines].join('\n')];
}

function changeWords({ joined, left, imported, definition }: CompositionChange): string {
  const named = (what: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`${what} ${names.slice(0, 5).map(code).join(', ')}${names.length > 5 ? ' …' : ''}`];
  const keys = definition.map(({ key }) => key);
  return [
    ...named('measured since then', joined),
    ...named('not measured any more', left),
    ...named('imported', imported),
    ...named('another', keys),
  ].join('; ');
}

/** `2026-11-24 12:00` */
function clockText(timeMs: number): string {
  return isoTime(timeMs).slice(0, 16).replace('T', ' ');
}

/** A text from a configuration in a line of Markdown, as it is written. */
function inline(text: string): string {
  return printable(text).replace(/[\\`*_[\]<>|#~]/g, '\\$&');
}

/** A name, or a text from the network, as it is; a bar would end a cell of a table. */
function code(text: string): string {
  const shown = printable(text).replaceAll('`', "'").replaceAll('|', '¦');
  return `\`${cutCharacters(shown, LONGEST_CODE)}\``;
}
