import type { SloPageWords } from './slo-page-words.js';

export const englishSloPage: SloPageWords = {
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
      `fires while the budget is spent more than ${threshold} times too fast over the last ${long.replace(/^1 /, '')}, and over the last ${short.replace(/^1 /, '')} too`,
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
};
