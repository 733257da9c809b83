import type { IndicatorKind } from '../status-page/indicator-kind.js';
import type { AlertWords, Dictionary, OverallCounts, PromiseWords, SpanWords, UnitWords } from './dictionary.js';
import { englishSloPage } from './english-slo-page.js';

export const english: Dictionary = {
  locale: 'en-GB',
  languageName: 'English',
  list: (parts) => parts.join(', '),
  listComma: ', ',
  nav: { label: 'Pages', status: 'Status', history: 'History', languages: 'Language' },
  messages: {
    notFound: { title: 'Page not found', explanation: 'There is nothing at this address.' },
    starting: {
      title: 'Starting up',
      explanation: 'Nothing has been evaluated yet. Please reload this page in a few seconds.',
    },
    unavailable: {
      title: 'Not ready yet',
      explanation: 'This page is still being put together. Please reload it in a few seconds.',
    },
  },
  madeAt: 'These pages were made on',
  staleFrom: 'Do not rely on them after',
  subscribe: 'Subscribe',
  calendarFeed: 'Maintenance calendar',
  events: {
    current: 'Now and ahead',
    past: 'Past incidents',
    nothingPast: (days) => `No incident was reported in the last ${String(days)} days.`,
    wholeHistory: 'All incidents and months',
    impact: { minor: 'Minor impact', major: 'Major impact', critical: 'Critical impact' },
    state: {
      investigating: 'Investigating',
      identified: 'Cause identified',
      monitoring: 'Watching the fix',
      resolved: 'Resolved',
    },
    since: 'since',
    goesOn: 'not resolved yet',
    lasted: (period) => `lasted ${period}`,
    maintenanceNow: 'Maintenance in progress',
    maintenanceAhead: 'Maintenance ahead',
    affects: 'Affects',
    updates: 'Updates',
    postMortem: 'Post-mortem',
    costs: 'What it cost the objectives',
    costNote:
      'Everything that was not good from the first to the last minute of the incident, for whichever reason, and the share of the whole error budget that it is.',
    objective: 'Objective',
    notGood: 'Not good',
    share: 'Good',
    ofBudget: 'Of the error budget',
    badOf: (bad, valid, unit) => `${bad} of ${valid} ${unitWords(unit)}`,
    maintenance: 'Maintenance',
    maintenanceState: {
      scheduled: 'Maintenance ahead',
      in_progress: 'Maintenance in progress',
      completed: 'Maintenance completed',
      cancelled: 'Maintenance cancelled',
    },
    announced: 'Announced on',
    cancelled: 'cancelled on',
    effects: 'Whether its time counts',
    effect: {
      excluded: (notice) => `does not count: it was announced at least ${notice} ahead`,
      late: (notice) => `counts: it was announced less than ${notice} ahead`,
      counted: () => 'counts: maintenance is part of what is promised',
    },
    byMonth: 'Month by month',
    byMonthNote: 'Months in UTC. Months below the objective are marked; those under way go up to now.',
    years: 'Years',
    latestMonths: 'Latest',
    monthReport: (month) => `Report of ${month}`,
    nothingInMonth: 'No incident, no maintenance.',
    correction: { exclude: 'Time taken out:', restore: 'Time put back:' },
  },
  feeds: {
    title: (site) => `${site}: incidents and maintenance`,
    description: 'Incidents with all their updates, and maintenance',
    maintenanceState: {
      scheduled: 'Scheduled',
      in_progress: 'In progress',
      completed: 'Completed',
      cancelled: 'Cancelled',
    },
    maintenance: (title) => `Maintenance: ${title}`,
    endedEarly: (time) => `Ended early: ${time}`,
    postMortem: 'Post-mortem',
  },
  sloPage: englishSloPage,
  timesLabel: 'Median, last day',
  slowest: (p99) => (p99 === null ? '99%: beyond the timeout' : `99% within ${p99}`),
  skipToContent: 'Skip to content',
  pageDescription: (title) => `${title}: what its DNS resolvers promise, and how well they keep it.`,
  overall,
  overallAlerts: ({ page, ticket }) => {
    if (page + ticket === 0) return 'No alert is firing.';
    const parts = [page > 0 ? plural(page, 'urgent alert') : '', ticket > 0 ? plural(ticket, 'less urgent alert') : ''];
    const verb = page + ticket === 1 ? 'is' : 'are';
    return `${parts.filter((part) => part !== '').join(' and ')} ${verb} firing.`;
  },
  dataAsOf: 'Data as of',
  daysAreIn: (timeZone) =>
    timeZone === 'UTC'
      ? 'Days and times are in UTC.'
      : `Days and times are in the time zone ${timeZone} unless they say UTC.`,
  demoTitle: 'Demonstration',
  demoText:
    'The resolvers measured here are an embedded lab on this machine, with faults on a script; history from before the start is generated demo data.',
  staleTitle: (age) => `These figures are ${age} old.`,
  staleText: 'They are no longer being evaluated: what happened since then is not shown here.',
  cannotRefresh: 'This page cannot be refreshed at the moment; the figures below may be out of date.',
  needsAttention: 'Needs attention',
  services: 'Services',
  serviceSummary: (counts) => {
    const total = sum(counts);
    return counts.met === total
      ? `${plural(total, 'objective')}, all met`
      : `${String(counts.met)} of ${plural(total, 'objective')} met`;
  },
  noSlos: 'No objectives are published here yet.',
  state: { met: 'Met', at_risk: 'At risk', violated: 'Violated', no_data: 'No data' },
  objective: objectiveSentence,
  allowance: (oneIn) => `1 in ${oneIn} may fail.`,
  allowanceNone: '',
  sliLabel: {
    availability: 'Answered',
    latency: 'Answered in time',
    correctness: 'Answered correctly',
    reachability: 'Replied',
    other: 'Good',
  },
  goodOfValid: (good, valid, unit) => `${good} of ${valid} ${unitWords(unit)}`,
  noData: 'no data',
  budgetLabel: 'Error budget',
  budgetLeft: (share) => `${share} left`,
  budgetOverspent: (share) => `overspent by ${share}`,
  budgetSpentExactly: 'all spent',
  burnLabel: 'Spending now',
  burnNote: (window) => `the sustainable rate, last ${window.replace(/^1 /, '')}`,
  noAlerts: 'No alert is firing.',
  alertSeverity: { page: 'Urgent', ticket: 'Less urgent' },
  alert: alertSentence,
  exhausts: (time) => `At this rate the budget is spent on ${time}.`,
  daysLabel: (days) => `Last ${String(days)} days`,
  dayLevel: {
    met: 'Objective met',
    below: 'Below the objective',
    far_below: 'Far below: over 10 times the allowed failures',
    no_data: 'No data',
  },
  day: (date, sli, notGood, valid) =>
    notGood === '0' ? `${date}: ${sli} of ${valid}` : `${date}: ${sli}, ${notGood} of ${valid} failed`,
  dayWithoutData: (date) => `${date}: no data`,
  today: 'Today',
  daysBelow: (days, more) =>
    `Below the objective: ${days.join(', ')}${more > 0 ? ` and ${plural(more, 'more day')}` : ''}.`,
  noDaysBelow: 'Met on every measured day.',
  noDaysMeasured: 'No day has been measured yet.',
  dayAndSli: (date, sli) => `${date} (${sli})`,
  legend: 'How each day went',
  latencySummary: (overall, highest) =>
    `Line chart of response time percentiles. Over the whole time: median ${overall.p50}, 90th percentile ${overall.p90}, 99th percentile ${overall.p99}. Highest 99th percentile on the line: ${highest}.`,
  latencyNoData: 'No response times have been measured in this time.',
  percentileNote: 'over all queries, failures counted as slowest',
  beyondTimeout: 'beyond the timeout',
  whole: (sli, objective, budget) => `All objectives together: ${sli} of ${objective} promised, ${budget}`,
  coverage: (share) => `Measured for ${share} of this time`,
  dataSince: (time) => `data since ${time}`,
  window: (from, to) => `Judged over ${from} to ${to}`,
  inconclusive: (count, all, fewest) =>
    `${count} of ${all} minutes (of each resolver and name) without a verdict, since fewer than ${fewest} vantages had measured`,
  unreadable: (count) => `${count} answers left out, whose times can no longer be read`,
  excluded: (count) => `${count} attempts left out, for which our own prober was at fault`,
  inMaintenance: (count) => `${count} attempts left out during maintenance that was announced in time`,
  corrected: (count) => `${count} attempts left out by corrections`,
  asMeasured: (share) => `${share} with everything that was left out`,
  control: (query, share) => `The authoritative server behind “${query}” answered ${share} meanwhile`,
  asJson: 'JSON',
  asJsonOf: (name) => `${name} as JSON`,
  howToRead: 'How to read this page',
  explanations: [
    {
      term: 'Objective',
      text: 'The share of queries that is promised to go well, over the time stated. Where time is cut into slices, slices without data are left out.',
    },
    {
      term: 'Error budget',
      text: 'The failures the objective allows. At 0% left the objective is violated until old failures fall out of the window, or until the calendar begins the next one.',
    },
    {
      term: 'Spending',
      text: 'How fast the budget is used. At 1× it lasts exactly as long as the window; at 14× a budget for four weeks lasts two days.',
    },
    {
      term: 'p50, p90, p99',
      text: 'Half, 90% and 99% of all queries were answered within this time. A query without an answer counts as slower than any that had one.',
    },
    {
      term: 'No data',
      text: 'Nothing was measured. It counts neither as good nor as bad.',
    },
  ],
  poweredBy: (version) => `Measured with resolver-slo ${version}`,
  machineReadable: 'All figures as JSON',
  backToStatus: 'Go to the status page',
  underAMinute: 'under a minute',
  period: (amount, unit) => plural(amount, unit),
};

function overall(counts: OverallCounts): string {
  const total = sum(counts);
  if (total === 0) return 'No objectives are published.';
  if (counts.met === total) return total === 1 ? 'The objective is met.' : `All ${String(total)} objectives are met.`;
  if (counts.no_data === total) return 'There is no data yet.';
  const parts = [
    counts.violated > 0 ? `${countOf(counts.violated, total)} violated` : '',
    counts.at_risk > 0 ? `${countOf(counts.at_risk, total)} at risk` : '',
    counts.no_data > 0 ? `${String(counts.no_data)} without data` : '',
  ].filter((part) => part !== '');
  return `${shorten(parts, total)}.`;
}

/** `2 of 5 objectives are violated, 1 is at risk, 1 without data`: the total is said once. */
function shorten(parts: readonly string[], total: number): string {
  const noun = `of ${plural(total, 'objective')} `;
  return parts.map((part, index) => (index === 0 ? part : part.replace(noun, ''))).join(', ');
}

function countOf(count: number, total: number): string {
  return `${String(count)} of ${plural(total, 'objective')} ${count === 1 ? 'is' : 'are'}`;
}

function objectiveSentence({ indicator, objective, span, slices }: PromiseWords): string {
  const over = spanWords(span);
  if (slices === null) return `At least ${objective} of ${goodWords(indicator)}, ${over}.`;
  if (slices.target === null)
    return `At least ${objective} of ${goodWords(indicator)}, as the mean of slices of ${slices.width}, ${over}.`;
  return `In at least ${objective} of all slices of ${slices.width}, at least ${slices.target} of ${goodWords(indicator)}, ${over}.`;
}

/** What is promised of queries (or replies), as the rest of a sentence. */
export function goodWords(indicator: IndicatorKind): string {
  switch (indicator.kind) {
    case 'availability':
      return 'queries are answered as expected';
    case 'latency':
      return `queries are answered within ${indicator.threshold}`;
    case 'correctness':
      return 'replies are as expected';
    case 'reachability':
      return 'queries get a reply';
    case 'other':
      return 'queries are good';
    default:
      return indicator satisfies never;
  }
}

function spanWords(span: SpanWords): string {
  switch (span.kind) {
    case 'rolling':
      return `over any ${span.period}`;
    case 'calendar':
      return `in each calendar ${span.unit} (${span.timeZone})`;
    case 'tiled':
      return `in each window of ${span.period} (${span.timeZone})`;
    default:
      return span satisfies never;
  }
}

function unitWords(unit: UnitWords): string {
  switch (unit.kind) {
    case 'queries':
      return 'queries';
    case 'slices':
      return `slices of ${unit.width}`;
    case 'series':
      return 'series by the minute';
    default:
      return unit satisfies never;
  }
}

function alertSentence(alert: AlertWords): string {
  const origin = `(${alert.name}${alert.since === null ? '' : `, since ${alert.since}`})`;
  if (alert.isNoData) return `Nothing is being measured ${origin}.`;
  const over = alert.longWindow === null ? '' : `, judged over ${alert.longWindow}`;
  return `The budget is being spent more than ${alert.threshold ?? '–'} times too fast${over} ${origin}.`;
}

function sum(counts: OverallCounts): number {
  return counts.met + counts.at_risk + counts.violated + counts.no_data;
}

function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
