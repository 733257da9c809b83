import type { SloState } from '../../../domain/slo-status.js';
import type {
  EffectWords,
  FiringCause,
  FiringWords,
  ReportDictionary,
  ReportPromise,
  ResultWords,
  StateCounts,
  UnitKind,
} from './dictionary.js';
import { byWords, englishDifferences, englishMethod } from './english-method.js';
import { goodWords } from '../../text/english.js';

export const english: ReportDictionary = {
  locale: 'en-GB',
  title: (month) => `SLO report, ${month}`,
  description: (month) => `How the service level objectives of these DNS resolvers were kept in ${month}.`,
  sentences: (sentences) => sentences.join(' '),
  skipToContent: 'Skip to content',
  generated: (time) => `Made on ${time}.`,
  underWay: (time) => `The month is not over: figures are those up to ${time}, and will change.`,
  internalOnly: 'For internal use: this report holds SLOs that are not public.',
  overall,
  noSlos: 'There is no SLO to report.',
  notBegun: (names) => `The month has not begun yet in the time zone of ${names.join(', ')}.`,
  notEvaluated: (reason) => `Not evaluated: ${reason}`,
  state: (state, isOver) => (isOver ? OVER[state] : UNDER_WAY[state]),
  noData: 'no data',
  none: '–',
  headings: {
    overview: 'Overview',
    budget: 'Error budget',
    byDay: 'Day by day',
    burnDown: 'Error budget left over the month',
    latency: 'Response time by day',
    outcomes: 'Queries by outcome',
    resolvers: 'Where it failed',
    worstDays: 'Worst days',
    worstHours: 'Worst hours',
    alerts: 'Alerts',
    incidents: 'Incidents',
    exclusions: 'Maintenance and corrections',
    coverage: 'What is known of the month',
    changes: 'Changes of what is counted',
    method: 'How it is counted',
    digest: 'Digest',
    glossary: 'How to read this report',
    allDays: 'All days in figures',
  },
  columns: {
    slo: 'SLO',
    objective: 'Objective',
    share: 'Good',
    budgetLeft: 'Budget left',
    coverage: 'Measured',
    state: 'Result',
    shareOfBudget: 'Of the budget',
    time: 'As time',
    outcome: 'Outcome',
    good: 'Good',
    notGood: 'Not good',
    notCounted: 'Not counted',
    resolver: 'Resolver',
    queries: 'Queries',
    mostly: 'Mostly',
    day: 'Day',
    hour: 'Hour',
    counted: (unit) => capital(UNITS[unit]),
    budget: 'Of the budget',
    asMeasured: 'As measured',
  },
  objective: objectiveSentence,
  monthOf: (timeZone) => `Days and times are in the time zone ${timeZone}.`,
  result,
  partlyKnown: (share) =>
    `Only ${share} of this time was measured: of the rest nothing is known, neither good nor bad.`,
  noDataResult: (isOver) =>
    isOver
      ? 'Nothing was measured in this month: whether the objective was kept is not known.'
      : 'Nothing has been measured in this month yet.',
  compositeOf: (parts) =>
    `The mean of its objectives by weight: ${parts.map(({ name, share, weight }) => `${name} ${share} (weight ${weight})`).join(', ')}.`,
  composedDays: 'Each day is the mean of the objectives that have data.',
  sliLabel: {
    availability: 'Answered',
    latency: 'Answered in time',
    correctness: 'Answered correctly',
    reachability: 'Replied',
    other: 'Good',
  },
  failedLabel: 'Not good',
  ofAll: (count, unit) => `of ${count} ${UNITS[unit]}`,
  budgetLeft: 'Budget left',
  budgetOverspent: 'Budget overspent by',
  known: 'Measured',
  budgetRows: { allowed: 'Allowed', spent: 'Spent', left: 'Left' },
  budgetSoFar:
    'The budget is that of the whole month; counts are those it allows if as many come in what is left of it.',
  madeOf: (good, valid) => `Behind this are ${valid} queries, of which ${good} were good.`,
  outcome: {
    answered: 'answered',
    wrong_rcode: 'wrong response code',
    wrong_answer: 'wrong answer',
    malformed: 'malformed reply',
    timeout: 'timeout',
    network_error: 'network error',
    tls_error: 'TLS error',
    http_error: 'HTTP error',
    prober_error: 'our own error',
  },
  slow: 'too slow',
  more: (count) => `${count} more`,
  nothingFailed: 'Nothing failed.',
  dayLevel: {
    met: 'objective met',
    below: 'below the objective',
    far_below: 'far below: over 10 times the allowed failures',
    no_data: 'no data',
  },
  dayChart: ({ met, below, far_below: far, no_data: none }) =>
    `Bar chart, a bar a day. Objective met on ${met} days, below it on ${below}, far below on ${far}, no data on ${none}.`,
  burnChart: (left) => `Line chart of the error budget left, from 100% at the beginning to ${left} at the end.`,
  latencyChart: ({ p50, p90, p99 }) =>
    `Line chart of response time percentiles by day. Over the month: median ${p50}, 90th percentile ${p90}, 99th percentile ${p99}.`,
  latency: ({ p50, p90, p99 }) =>
    `Over the month half of the queries were answered within ${p50}, 90% within ${p90}, 99% within ${p99}.`,
  percentileNote: 'over all queries, failures counted as slowest',
  beyondTimeout: 'beyond the timeout',
  alert: alertSentence,
  alertsNotKept: 'Alerts are not kept.',
  noAlerts: 'No alert is on record.',
  noIncidents: 'No incident was reported.',
  incidentImpact: { minor: 'minor', major: 'major', critical: 'critical' },
  incidentState: {
    investigating: 'Investigating',
    identified: 'Identified',
    monitoring: 'Monitoring',
    resolved: 'Resolved',
  },
  incident: ({ impact, from, to, length }) =>
    to === null
      ? `${capital(impact)} impact, since ${from}, not resolved.`
      : `${capital(impact)} impact, from ${from} to ${to}${length === null ? '' : ` (${length})`}.`,
  concerning: (slos) => `Concerns ${slos.join(', ')}.`,
  noExclusions: 'No maintenance and no correction touched this month.',
  exclusionKind: {
    maintenance: 'Maintenance',
    exclude: 'Correction (time taken out)',
    restore: 'Correction (time put back)',
  },
  recorded: (time, by) => `Recorded on ${time}${byWords(by)}.`,
  effect,
  noEffect: 'In force; it changes no figure.',
  void: {
    policy: 'Counts: this SLO leaves no maintenance out.',
    late: (notice) => `Counts: it was announced with less than the ${notice} of notice that this SLO wants.`,
    cancelled: (time, by) => `Cancelled on ${time}${byWords(by)}.`,
    revoked: (time, by) => `Revoked on ${time}${byWords(by)}: it changes nothing.`,
  },
  asMeasured: ({ now, without, attempts }) =>
    `As measured, with everything that was taken out (${attempts} queries): ${without}. As it counts: ${now}.`,
  coverage: (share, covered, slots, minutes) =>
    minutes === '1'
      ? `${share} of the month: ${covered} of ${slots} minutes have a measurement.`
      : `${share} of the month: ${covered} of ${slots} rounds of ${minutes} minutes have a measurement.`,
  dataSince: (time) => `Data since ${time}.`,
  gap: (from, to, length) => `No data from ${from} to ${to} (${length}).`,
  moreGaps: (count) => `Shorter gaps besides: ${count}.`,
  noDataCounts: 'Time without data counts neither as good nor as bad.',
  proberErrors: (count, resolver) => `Left out as errors of our own prober: ${count} queries to ${resolver}.`,
  inconclusive: (count, all, fewest) =>
    `${count} of ${all} minutes (of each resolver and query) were inconclusive: fewer than ${fewest} vantages had a valid query. They count neither as good nor as bad.`,
  unreadable: (count) => `Left out: ${count} answers of which the store has lost how long they took.`,
  noChanges: 'Nothing changed in what is counted.',
  since: (time) => `Since ${time}:`,
  definitionChanged: (key, before, after) => `${key}: ${before}, now ${after}`,
  seriesJoined: (series) => `${series} is measured`,
  seriesLeft: (series) => `${series} is measured no more`,
  seriesImported: (series) => `${series} is counted, as an import brought it`,
  seriesPart: (series, first, last) =>
    `${series} has data only ${[first === null ? '' : `from ${first}`, last === null ? '' : `up to ${last}`].filter((part) => part !== '').join(' ')}.`,
  method: englishMethod,
  publication: {
    digest: 'Digest of the inputs (SHA-256)',
    digestNote:
      'It covers the month, the definition, maintenance and corrections in force, and all counts that these figures are made of: whoever has the inputs can compute every figure again.',
    reportDigest: 'Digest of this report, over those of its SLOs (SHA-256)',
    never: 'Not published yet.',
    published: (time, digest) => `Published on ${time} with digest ${digest}.`,
    same: (time) => `Unchanged: today’s inputs are those published on ${time}.`,
    differs: 'Today’s inputs are not those that were published last:',
  },
  differences: englishDifferences,
  glossary: [
    { term: 'Objective', text: 'The share that is promised to go well in the month.' },
    {
      term: 'Error budget',
      text: 'The failures that the objective allows in the month. As time it says how long a total outage would use up as much. Spent all of it, the objective is missed.',
    },
    {
      term: 'p50, p90, p99',
      text: 'Half, 90% and 99% of all queries were answered within this time. A query without an answer counts as slower than any that had one.',
    },
    {
      term: 'No data',
      text: 'Nothing was measured. It counts neither as good nor as bad, and is never shown as 0% or 100%.',
    },
    {
      term: 'Errors of our own prober',
      text: 'Queries that provably failed here, before they reached a resolver. They are counted apart and left out.',
    },
    {
      term: 'Rounding',
      text: 'Shares are rounded down, so that a missed objective never reads as kept.',
    },
  ],
  poweredBy: (version) => `Measured with resolver-slo ${version}`,
};

const OVER: Readonly<Record<SloState, string>> = {
  met: 'Kept',
  at_risk: 'Kept, with little budget left',
  violated: 'Missed',
  no_data: 'No data',
};

const UNDER_WAY: Readonly<Record<SloState, string>> = {
  met: 'On track',
  at_risk: 'Little budget left',
  violated: 'Budget spent',
  no_data: 'No data',
};

const UNITS: Readonly<Record<UnitKind, string>> = {
  queries: 'queries',
  slices: 'slices of time',
  series: 'series by the minute',
  weights: 'weights',
};

function overall(counts: StateCounts, isOver: boolean): string {
  const total = counts.met + counts.at_risk + counts.violated + counts.no_data;
  if (total === 0) return 'There is no SLO to report.';
  if (counts.no_data === total) return 'There is no data of this month.';
  const kept = counts.met + counts.at_risk;
  const objectives = total === 1 ? 'objective' : 'objectives';
  const verb = isOver ? (kept === 1 ? 'was' : 'were') : kept === 1 ? 'is' : 'are';
  const what = isOver ? `${verb} kept` : `${verb} on track`;
  const parts = [
    kept === total
      ? total === 1
        ? `The objective ${what}`
        : `All ${String(total)} objectives ${what}`
      : `${String(kept)} of ${String(total)} ${objectives} ${what}`,
    counts.violated > 0 ? `${String(counts.violated)} ${isOver ? 'missed' : 'spent the budget'}` : '',
    counts.no_data > 0 ? `${String(counts.no_data)} without data` : '',
  ];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

function objectiveSentence({ indicator, objective, slices }: ReportPromise): string {
  const good = goodWords(indicator);
  if (slices === null) return `At least ${objective} of ${good}.`;
  if (slices.target === null) return `At least ${objective} of ${good}, as the mean of slices of ${slices.width}.`;
  return `In at least ${objective} of all slices of ${slices.width}, at least ${slices.target} of ${good}.`;
}

function result({ state, isOver, share, objective, notGood, valid, unit }: ResultWords): string {
  const counted =
    unit === 'weights' ? `${share} was good` : `${share} of ${valid} ${UNITS[unit]} were good, ${notGood} were not`;
  if (state === 'violated')
    return `${counted}: the objective of ${objective} ${isOver ? 'was missed' : 'cannot be kept unless corrected: the budget of the month is spent'}.`;
  return `${counted}: the objective of ${objective} ${isOver ? 'was kept' : 'is being kept'}.`;
}

function alertSentence({ name, severity, from, to, length, cause }: FiringWords): string {
  const when = [
    from === null ? 'from before this month' : `from ${from}`,
    to === null ? 'and on beyond what is reported' : `to ${to}`,
  ].join(' ');
  const urgency = severity === 'page' ? 'urgent' : 'less urgent';
  return `${name} (${urgency}) fired ${when}${length === null ? '' : ` (${length})`}${causeWords(cause)}.`;
}

function causeWords(cause: FiringCause | null): string {
  if (cause === null) return '';
  if (cause.kind === 'no-data') return ': nothing was being measured';
  return `: ${cause.notGood} of ${cause.valid} were not good in ${cause.window}, ${cause.rate} times what the budget bears`;
}

function effect({ now, without, attempts, isMore }: EffectWords): string {
  return `With it ${now}, without it ${without}: ${attempts} queries ${isMore ? 'more' : 'fewer'} count.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
