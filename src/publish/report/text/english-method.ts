import type { DifferenceWords, MethodWords } from './dictionary.js';

export const englishMethod: MethodWords = {
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
};

export const englishDifferences: DifferenceWords = {
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
};

/** Who did it, where that is told. */
export function byWords(by: string | null): string {
  return by === null ? '' : ` by ${by}`;
}
