import type { SloState } from '../../domain/slo-status.js';
import type { FailedFigures } from '../../judge/incident/incident-dictionary.js';
import type { IndicatorKind } from '../status-page/indicator-kind.js';
import { countedNoun } from './counted-noun.js';
import type { AlertWords, Dictionary, PromiseWords, SpanWords, UnitWords } from './dictionary.js';
import type { MeasuringFacts, Rate } from './responsibility-words.js';
import type {
  EffectWords,
  FiringCause,
  FiringWords,
  ReportPromise,
  ResultWords,
  UnitKind,
} from './report-dictionary.js';
import { type StateCounts, totalOf } from './state-counts.js';

/** Every word of the status page, of the report and of incidents that are opened without a person. */
export const english: Dictionary = {
  locale: 'en-GB',
  languageName: 'English',
  list: (parts) => parts.join(', '),
  listComma: ', ',
  nav: { label: 'Pages', status: 'Status', history: 'History', setup: 'Setup', languages: 'Language' },
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
    affectsAll: 'Affects all objectives',
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
  sloPage: {
    path: 'You are here',
    standing: 'Where it stands',
    chartsAsOf: 'Charts as of',
    wholeWindow: (from, to) => `Current window, ${from} to ${to}`,
    last: (period) => `Last ${period.replace(/^1 /, '')}`,
    measured: 'What was measured',
    measuredFor: (objectives) => `What was measured for ${objectives}`,
    together: 'All objectives together',
    burnDown: {
      title: 'Error budget, burning down',
      noteRolling:
        'What was left of the budget of the current window as it went by. Failures at its beginning fall out of it next.',
      noteCalendar: 'What was left of the budget of this window as it went by, at as many queries as so far.',
      left: 'left',
      overspent: 'overspent',
      pace: 'the pace that spends it exactly',
      summary: ({ left, lowest, gaps }) =>
        `Line chart of the error budget over the window. At its end: ${left}. Lowest: ${lowest}.${gaps > 0 ? ' Times without data are hatched.' : ''}`,
      noData: 'Nothing has been measured in this window.',
    },
    burnRates: {
      title: 'How fast it is being spent',
      note: 'At 1× the budget lasts exactly as long as the window. A mark shows where an alert looks.',
      window: 'Last',
      rate: 'Rate',
      alertsAt: 'Alert above',
      isAbove: 'exceeded',
    },
    latency: { title: 'Response times' },
    heat: {
      title: 'How response times are spread',
      note: (step) => `Each column is ${step}. The stronger the colour, the more of its queries took so long.`,
      shades: (most) => `few … many of a column’s queries (at most ${most})`,
      misses: 'not answered: under 0.1% … 30% and more',
      failed: 'not answered',
      promise: (rtt) => `promised: ${rtt}`,
      summary: ({ median, within, failed }) =>
        `Heat map of response times over time. Over the whole time, half of the queries were answered within ${median} and 99% within ${within}; ${failed} were not answered.`,
      inFigures: 'How response times are spread, in figures',
      band: 'Response time',
      upTo: (rtt) => `up to ${rtt}`,
      queries: 'Queries',
      share: 'Share',
      sharesUpTo: 'So fast or faster',
    },
    outcomes: {
      title: 'Queries that were not answered',
      note: 'Each row has a scale of its own: its highest bar is what stands beside it.',
      none: (queries) => `Each of ${queries} queries was answered as expected.`,
      of: (count, share) => `${count} (${share})`,
      worst: (share, time) => `at most ${share}, ${time}`,
      summary: (kinds, queries) => `Bar charts of failures over time, of ${queries} queries: ${kinds.join('; ')}.`,
    },
    table: {
      title: (step) => `In figures, by ${step.replace(/^1 /, '')}`,
      from: 'From',
      notGood: 'Not good',
      counted: 'Counted',
      budget: 'Budget left',
      leftOut: 'Left out',
    },
    alerts: {
      title: 'Alerts',
      none: 'No alert watches this objective.',
      states: { ok: 'quiet', pending: 'about to fire', firing: 'firing' },
      rule: (threshold, long, short) =>
        `fires while the budget is spent at more than ${threshold} times the sustainable rate over the last ${long.replace(/^1 /, '')}, and over the last ${short.replace(/^1 /, '')} too`,
      noDataRule: 'fires when nothing has been measured for some time',
    },
    leftOut: {
      title: 'Maintenance and corrections',
      none: 'None touches this window: all that was measured counts.',
      maintenance: 'Maintenance',
      exclude: 'Correction: left out',
      restore: 'Correction: put back',
      effect: {
        excluded: 'not counted',
        late: 'counted: it was announced too late to be left out',
        counted: 'counted: this objective counts maintenance',
      },
      counted: 'counted again',
      cancelled: 'cancelled',
      revoked: 'revoked',
      recorded: 'recorded',
    },
    incidents: { title: 'Incidents', none: 'No incident names this objective.' },
    reports: {
      title: 'Reports by month',
      note: 'What was promised and what came of it, month by month, with everything that was left out.',
    },
    method: {
      title: 'How it is counted',
      window: (period) =>
        `The error budget is that of the window, ${period}: what the objective leaves of all that counts in it.`,
      charts:
        'Charts of what was measured show every query, those too that were left out of the objective. Where nothing is known there is a gap.',
    },
    machines: {
      title: 'For machines',
      status: 'Where it stands, as JSON',
      history: 'All steps, as JSON',
      badge: 'Badge',
    },
  },
  responsibility: {
    title: 'Who does what',
    headings: {
      promise: 'What we promise',
      'not-covered': 'What this does not cover',
      customer: 'What you can do',
    },
    measured: measuredSentence,
    notCovered: {
      network: 'Your own network and devices, and the way from them to us: we measure from elsewhere.',
      line: 'The time that your line adds: what we tell is the time from where we measure.',
      silence: 'Queries without any reply: here only replies are counted.',
      authority:
        'Other domains whose own name servers fail: no resolver can answer for them, and we ask for a few names only. Should the name servers of these fail, that does count here.',
      maintenance: (notice) => `Maintenance that we announced at least ${notice} ahead.`,
      unmeasured: 'Time in which nothing could be measured: it counts neither for us nor against us.',
    },
    customer: [
      'List at least two resolvers, so that your devices have another one to ask while one fails.',
      'Set short timeouts: by default many systems wait five seconds before they ask the next one.',
      'Run a cache of your own: what it knows, it answers while nobody else does.',
      'Let your programs try again, with growing pauses, and survive a look-up that fails.',
    ],
    howTo: 'How to set this up, and what it changes, measured',
  },
  resolvConf: {
    title: 'Setting up your devices',
    lead: [
      'When a resolver fails, those who know another one only wait a little longer. How long, a few lines of configuration decide.',
    ],
    table: {
      title: 'What the configuration changes, measured',
      over: (period) => `Look-ups over the last ${period}.`,
      asOf: 'Data as of',
      setup: 'Configuration',
      answered: 'Answered',
      half: 'Half waited at most',
      ninety: '90% at most',
      ninetyNine: '99% at most',
      slowest: 'Slowest answer',
      waitedLong: '1 s or more, or in vain',
      notMeasured: 'not measured here',
      never: 'no answer',
      notes: [
        'Each row is measured by look-ups of our own that go through the list as the C library of Linux (glibc) does. Whoever got no answer waited longer than anybody who did.',
        'The shares are of all that was measured. Maintenance and other time that objectives leave out counts here, so that all rows are of the same time.',
      ],
    },
    one: 'One resolver alone, with the defaults of glibc',
    defaults: (resolvers) => `${allWords(resolvers)}, with the defaults of glibc`,
    tuned: (resolvers) => `${allWords(resolvers)}, with short timeouts, taking turns`,
    other: (resolvers) => (resolvers === 1 ? 'One resolver alone' : `${String(resolvers)} resolvers`),
    givenUpAfter: (period) => `given up after ${period}`,
    since: (date) => `since ${date}`,
    resolutions: (count) => `${count} look-ups`,
    snippets: {
      title: 'To copy',
      filled: 'With the addresses of our resolvers.',
      placeholders: (names) =>
        `Put the addresses of your resolvers in place of ${names.join(' and ')}: these are placeholders, since this page has not been told any.`,
      firstThree: 'Of the resolvers listed here, it holds the first three: glibc reads no more.',
      into: 'Into the file',
      copy: 'Copy',
      copied: 'Copied',
      why: {
        resolvConf: [
          'The next resolver is asked after one second instead of five, the list is gone through three times instead of twice, and each look-up begins with another resolver, so that one that fails delays some look-ups, not all.',
          'If NetworkManager, a DHCP client or cloud-init writes this file, set the same there, or your lines will be overwritten. Alpine Linux (musl) asks all resolvers at once and knows no rotate.',
        ],
        resolved: [
          'It keeps a cache, asks one resolver as long as that answers, and goes on to the next by itself; its timeout cannot be set. “Domains=~.” makes it prefer these resolvers to those that a network announces. Then restart it: systemctl restart systemd-resolved.',
        ],
        unbound: [
          'A cache for a whole network: it prefers the resolvers that answer fast, leaves out one that does not answer, and “serve-expired” lets it answer from its cache, though the entry is out of date, when none of them does.',
        ],
      },
    },
  },
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
    const total = totalOf(counts);
    return counts.met === total
      ? `${plural(total, 'objective')}, all met`
      : `${String(counts.met)} of ${plural(total, 'objective')} met`;
  },
  noSlos: 'No objectives are published here yet.',
  state: { met: 'Met', at_risk: 'At risk', violated: 'Violated', no_data: 'No data' },
  objective: objectiveSentence,
  allowance: (oneIn) => `1 in ${oneIn} may fail.`,
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
  stateAndBudget: (state, budget) => `${state}, error budget: ${budget}`,
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
  daysPerRow: (days) => `${String(days)} days per row`,
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
  unreadable: (count) =>
    count === '1'
      ? '1 answer left out, whose time can no longer be read'
      : `${count} answers left out, whose times can no longer be read`,
  excluded: (count) => `${attempts(count)} left out, for which our own prober was at fault`,
  inMaintenance: (count) => `${attempts(count)} left out during maintenance that was announced in time`,
  corrected: (count) => `${attempts(count)} left out by corrections`,
  asMeasured: (share) => `${share} with everything that was left out`,
  control: (query, share) => `The authoritative server behind “${query}” answered ${share} meanwhile`,
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
  report: {
    title: (month) => `SLO report, ${month}`,
    description: (month) => `How the service level objectives of these DNS resolvers were kept in ${month}.`,
    sentences: (sentences) => sentences.join(' '),
    skipToContent: 'Skip to content',
    generated: (time) => `Made on ${time}.`,
    underWay: (time) => `The month is not over: figures are those up to ${time}, and will change.`,
    internalOnly: 'For internal use: this report holds SLOs that are not public.',
    overall: monthOverall,
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
      counted: (unit) => capital(UNIT_KINDS[unit]),
      budget: 'Of the budget',
      asMeasured: 'As measured',
    },
    objective: monthObjective,
    monthOf: (timeZone) => `Days and times are in the time zone ${timeZone}.`,
    result: monthResult,
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
    ofAll: (count, unit) => `of ${count} ${UNIT_KINDS[unit]}`,
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
    alert: firedSentence,
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
    effect: effectSentence,
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
    method: {
      month: (own) =>
        `This report judges the calendar month and its own error budget. The SLO’s running window is ${own}: the status page, and alerts, are about that one, so their figures differ.`,
      counted: (selectors, total) =>
        `Counted are the queries${selectors === null ? '' : ` of ${selectors}`} that are ${total}.`,
      good: (events) => `Good are those ${events}.`,
      bad: (events) => `Bad are those ${events}; all others are good.`,
      elsewhere: (selectors) => `Only those of ${selectors} can be so.`,
      events: {
        valid: 'valid (all but errors of our own prober)',
        answered: 'answered as expected',
        replied: 'replied to',
        within: (threshold) => `answered as expected within ${threshold}`,
      },
      selector: {
        probe: (names) => `probe ${names}`,
        resolver: (names) => `resolver ${names}`,
        query: (names) => `query ${names}`,
        vantage: (names) => `vantage ${names}`,
      },
      weighing: {
        attempts: 'Queries weigh alike.',
        series: 'Series weigh alike: in each minute, each that has data counts one, as good as its share.',
        quorum: (share, fewest) =>
          `Vantages vote in each minute on each resolver and query: it is down while ${share} of those with data or more have no good query; with fewer than ${fewest} of them nothing counts.`,
        enoughOfMany:
          'In each interval of 5 minutes, of the n resolvers that a vantage has asked, k = ⌈(n − 1) · 2/3⌉, at least 1, are needed: that many count, and as many of them are good as answered at least once.',
      },
      slices: (width, target) =>
        target === null
          ? `Time is cut into slices of ${width}, each of which counts one, as good as its share. One without data is left out.`
          : `Time is cut into slices of ${width}, each of which counts one: good if at least ${target} of it is. One without data is left out.`,
      budget: (share, unit) =>
        `The error budget is ${share} of ${unit === 'queries' ? 'all queries' : 'all that counts'} of the month.`,
      maintenanceCounts: 'Maintenance counts like any other time.',
      maintenanceOut: (notice) => `Maintenance announced at least ${notice} ahead is left out.`,
      threshold:
        'Response times are kept with three digits: a threshold that lies within a step of them counts the whole step as in time.',
    },
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
    differences: {
      window: (before, after) => `The month was ${before}; it is ${after}.`,
      definition: (key, before, after) => `The definition: ${key} was ${before}, is ${after}.`,
      record: ({ kind, id, change, from, to, recorded, by, attempts, sign }) => {
        const what = { added: 'was added', removed: 'is in force no more', changed: 'was changed' }[change];
        const effect = sign === 0 ? 'no query more or less' : `${attempts} queries ${sign > 0 ? 'less' : 'more'}`;
        return `${kind} ${id} (${from} to ${to}), recorded on ${recorded}${byWords(by)}, ${what}: ${effect}.`;
      },
      series: (series, change, attempts) =>
        change === 'added'
          ? `${series} was added: ${attempts} queries.`
          : `${series} is not there any more: ${attempts} queries.`,
      attempts: ({ series, before, after, goodBefore, goodAfter, from, to }) =>
        `${series} has ${after} queries, had ${before} (good ${goodAfter}, were ${goodBefore}), between ${from} and ${to}: imported or late data, or a row lost.`,
      coverage: (before, after) => `${after} minutes have data, had ${before}.`,
      rounds: (before, after) => `A round is taken to be ${after} minutes long, was ${before}.`,
      latency: 'Response times are not those that were known.',
      resolution: 'The same queries are known in other steps of time: finer ones are not kept any more.',
      unreadable: 'What was published was kept by another version, and cannot be compared.',
    },
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
  },
  incident: {
    title: (service, names) =>
      `${service}: ${LIST.format(names)} below ${names.length === 1 ? 'its objective' : 'their objectives'}`,
    shortTitle: (service, count) =>
      count === 1 ? `${service} below its objective` : `${service} below ${String(count)} objectives`,
    alert: ({ name, objective, failed }) =>
      failed === null
        ? `${name} fell below its objective of ${objective}`
        : `${name}: ${failedWords(failed)} (objective: ${objective})`,
    opening: (alerts) => `Our measurements show trouble:\n\n${bullets(alerts)}\n\nWe are looking into it.`,
    affected: (alerts) => `This is affected as well:\n\n${bullets(alerts)}`,
    resolved: (quiet) =>
      `Our measurements have not shown this trouble for ${quiet}. This incident was resolved automatically.`,
  },
};

function overall(counts: StateCounts): string {
  const total = totalOf(counts);
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
function goodWords(indicator: IndicatorKind): string {
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

function attempts(count: string): string {
  return count === '1' ? '1 attempt' : `${count} attempts`;
}

function alertSentence(alert: AlertWords): string {
  const origin = `(${alert.name}${alert.since === null ? '' : `, since ${alert.since}`})`;
  if (alert.isNoData) return `Nothing is being measured ${origin}.`;
  const over = alert.longWindow === null ? '' : `, judged over ${alert.longWindow}`;
  return `The budget is being spent at more than ${alert.threshold ?? '–'} times the sustainable rate${over} ${origin}.`;
}

function plural(count: number, noun: string): string {
  return counted(count, { one: noun, other: `${noun}s` });
}

const counted = countedNoun('en-GB');

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

const UNIT_KINDS: Readonly<Record<UnitKind, string>> = {
  queries: 'queries',
  slices: 'slices of time',
  series: 'series by the minute',
  weights: 'weights',
};

function monthOverall(counts: StateCounts, isOver: boolean): string {
  const total = totalOf(counts);
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

function monthObjective({ indicator, objective, slices }: ReportPromise): string {
  const good = goodWords(indicator);
  if (slices === null) return `At least ${objective} of ${good}.`;
  if (slices.target === null) return `At least ${objective} of ${good}, as the mean of slices of ${slices.width}.`;
  return `In at least ${objective} of all slices of ${slices.width}, at least ${slices.target} of ${good}.`;
}

function monthResult({ state, isOver, share, objective, notGood, valid, unit }: ResultWords): string {
  const counted =
    unit === 'weights'
      ? `${share} was good`
      : `${share} of ${valid} ${UNIT_KINDS[unit]} were good, ${notGood} were not`;
  if (state === 'violated')
    return `${counted}: the objective of ${objective} ${isOver ? 'was missed' : 'cannot be kept unless corrected: the budget of the month is spent'}.`;
  return `${counted}: the objective of ${objective} ${isOver ? 'was kept' : 'is being kept'}.`;
}

function firedSentence({ name, severity, from, to, length, cause }: FiringWords): string {
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

function effectSentence({ now, without, attempts, isMore }: EffectWords): string {
  return `With it ${now}, without it ${without}: ${attempts} queries ${isMore ? 'more' : 'fewer'} count.`;
}

/** Who did it, where that is told. */
function byWords(by: string | null): string {
  return by === null ? '' : ` by ${by}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const LIST = new Intl.ListFormat('en', { type: 'conjunction' });

function failedWords({ share, all, window, threshold }: FailedFigures): string {
  const slow = threshold === null ? '' : ` or took longer than ${threshold}`;
  return `${share} of ${all} measurements failed${slow} within ${window}`;
}

function bullets(alerts: readonly string[]): string {
  return alerts.map((alert) => `- ${alert}.`).join('\n');
}

function measuredSentence({ rate, places, isAsClient }: MeasuringFacts): string {
  const from = places === 1 ? 'from one place' : `from ${String(places)} places`;
  const often = rate === null ? '' : `, ${rateWords(rate)}`;
  return isAsClient
    ? `We measure it as a client sees it that goes on to the next resolver when one fails: with look-ups of our own${often}, ${from}.`
    : `We measure it with queries of our own${often}, ${from}.`;
}

function rateWords(rate: Rate): string {
  if (rate.kind === 'times-a-second') return `${String(rate.times)} times a second`;
  return rate.amount === 1 ? `every ${rate.unit}` : `every ${String(rate.amount)} ${rate.unit}s`;
}

function allWords(resolvers: number | null): string {
  if (resolvers === null) return 'All resolvers';
  return resolvers === 2 ? 'Both resolvers' : `All ${String(resolvers)} resolvers`;
}
