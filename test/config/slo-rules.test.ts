import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { loadConfig } from '../../src/config/load-config.js';
import type { Series } from '../../src/domain/series.js';
import { configFolder, PROBE, slo } from '../support/config-folder.js';

const STORE = 'store: { sqlite: data/slo.db }\nprobes: ["p*.yaml"]\nslos: ["s*.yaml"]\n';
const WINDOW = '{ duration: 4w, isRolling: true }';

function problems(
  files: Readonly<Record<string, string>>,
  main = '',
  stored: readonly Series[] = [],
): readonly string[] {
  const folder = configFolder({ 'resolver-slo.yaml': STORE + main, ...files });
  const loaded = loadConfig({ file: join(folder, 'resolver-slo.yaml'), env: {}, hostName: 'here' });
  return [...loaded.problems, ...loaded.checkSelectors(stored)].map(
    ({ severity, message }) => `${severity}: ${message}`,
  );
}

const annotated = (annotations: string, text = slo()) =>
  text.replace('{ name: availability }', `{ name: availability, annotations: { ${annotations} } }`);
const calendar = (duration: string, timeZone = 'UTC', startTime = '2026-01-01 00:00:00') =>
  slo().replace(WINDOW, `{ duration: ${duration}, calendar: { startTime: ${startTime}, timeZone: ${timeZone} } }`);
const sliced = (width: string, text = slo()) =>
  text
    .replace('budgetingMethod: Occurrences', 'budgetingMethod: RatioTimeslices')
    .replace('target: 0.999', `target: 0.999, timeSliceWindow: ${width}`);
const ownAlert = (condition: string, text = slo(), severity = 'page') =>
  `${text}  alertPolicies:
    - kind: AlertPolicy
      metadata: { name: own }
      spec:
        conditions: [{ kind: AlertCondition, metadata: { name: c }, spec: { severity: ${severity}, condition: { kind: burnrate, ${condition} } } }]
        notificationTargets: [{ kind: AlertNotificationTarget, metadata: { name: t }, spec: { target: t } }]
`;

describe('windowsKept', () => {
  it.each([
    // Rolling: minutes, all of it.
    [slo(), 'minutes: 29d', null],
    [slo(), 'minutes: 28d', 'set retention.minutes to at least 29d (it is 28d)'],
    // Calendar: hours, of the longest months there are.
    [calendar('1M'), 'minutes: 5d, hours: 32d', null],
    [calendar('1M'), 'minutes: 5d, hours: 31d', 'set retention.hours to at least 32d (it is 31d)'],
    [calendar('1Q'), 'minutes: 5d, hours: 92d', 'set retention.hours to at least 93d (it is 92d)'],
    [calendar('1Y', 'Asia/Tokyo'), 'minutes: 5d, hours: 366d', 'set retention.hours to at least 367d (it is 366d)'],
    [calendar('14M'), 'minutes: 5d', 'set retention.hours to at least 429d (it is 400d)'],
    [calendar('10w'), 'minutes: 5d, hours: 71d', null],
    [calendar('100h'), 'minutes: 5d, hours: 6d', null],
    [calendar('10000m'), 'minutes: 7d, hours: 9d', 'set retention.minutes to at least 8d (it is 7d)'],
    // Off the hour of UTC: minutes.
    [calendar('1M', 'Asia/Kathmandu'), 'minutes: 32d', null],
    [calendar('1M', 'Asia/Kathmandu'), 'minutes: 31d', 'set retention.minutes to at least 32d (it is 31d)'],
    [
      calendar('10d', 'UTC', '2026-01-01 00:30:00'),
      'minutes: 10d',
      'set retention.minutes to at least 11d (it is 10d)',
    ],
    [calendar('10d', 'UTC', '2026-01-01 05:00:00'), 'minutes: 5d', null],
    // Slices and weighing: minutes only where they need them.
    [sliced('5m', calendar('1M')), 'minutes: 31d', 'set retention.minutes to at least 32d (it is 31d), choose slices'],
    [sliced('90m', calendar('1M')), 'minutes: 31d', 'set retention.minutes to at least 32d (it is 31d), choose slices'],
    [sliced('3h', calendar('1M')), 'minutes: 5d', null],
    [annotated('resolver-slo/weight: series', calendar('1M')), 'minutes: 31d', 'retention.minutes to at least 32d'],
    [annotated('resolver-slo/preset: rssac047', calendar('1M')), 'minutes: 32d', null],
  ])('judges %#', (text, retention, expected) => {
    const found = problems({ 's.yaml': text }, `retention: { ${retention} }\n`).filter((line) =>
      line.startsWith('error'),
    );
    expect(found).toHaveLength(expected === null ? 0 : 1);
    expect(found.join('')).toContain(expected ?? '');
  });

  it('says nothing of windows where retention itself is at fault', () => {
    expect(problems({ 's.yaml': calendar('2Y') }, 'retention: { hours: x }\n')).toHaveLength(1);
  });
});

describe('retentionCovers', () => {
  it('needs the minutes of the longest own alert', () => {
    const text = ownAlert('op: gt, threshold: 2, lookbackWindow: 5w', calendar('1M'));
    expect(problems({ 's.yaml': text }, 'retention: { minutes: 36d }\n')).toEqual([]);
    expect(problems({ 's.yaml': text }, 'retention: { minutes: 35d }\n')).toEqual([
      'error: an alert that looks back 35d reads minutes: set retention.minutes to at least 36d (it is 35d), or look back less far',
    ]);
  });
});

describe('slicesFit', () => {
  it('refuses a slice longer than the window, and takes one as long', () => {
    const errors = (width: string) => problems({ 's.yaml': sliced(width) }).filter((line) => line.startsWith('error'));
    expect(errors('29d')).toEqual(['error: a slice of 29d is longer than the window of 4w']);
    expect(errors('28d')).toEqual([]);
  });

  it('tells which alert windows a slice is longer than, own ones too', () => {
    expect(problems({ 's.yaml': sliced('5m') })).toEqual([]);
    expect(problems({ 's.yaml': sliced('6m') })).toEqual([
      'warning: slices of 6m are longer than alert windows (5m of fast-burn): those see the slice under way alone',
    ]);
    const own = ownAlert('op: gt, threshold: 20, lookbackWindow: 2h', sliced('15m'));
    expect(problems({ 's.yaml': own })).toEqual([
      'warning: slices of 15m are longer than alert windows (10m of own): those see the slice under way alone',
    ]);
  });
});

describe('seriesDifferInRate', () => {
  const slow = (every: string) => PROBE.replace('probe: public', 'probe: slow').replace('every: 5s', `every: ${every}`);

  it('warns where rates differ more than twice, unless the document says what it means', () => {
    const files = { 'p1.yaml': PROBE, 'p2.yaml': slow('11s'), 's.yaml': slo() };
    expect(problems(files)).toEqual([
      'warning: the selected series differ in rate more than twice (probe public every 5s, slow every 11s), and the faster ones count for more: say annotation resolver-slo/weight: series where all should weigh alike, or attempts where this is meant',
    ]);
    expect(problems({ ...files, 'p2.yaml': slow('10s') })).toEqual([]);
    expect(problems({ ...files, 's.yaml': slo({ spec: 'probe: public,' }) })).toEqual([]);
    for (const weight of ['series', 'attempts'])
      expect(problems({ ...files, 's.yaml': annotated(`resolver-slo/weight: ${weight}`) })).toEqual([]);
  });
});

describe('alertsThatNeverFire', () => {
  it('refuses an own alert at the rate of a total outage, for each objective that has it', () => {
    const at = (threshold: number) => ownAlert(`op: gte, threshold: ${String(threshold)}, lookbackWindow: 1h`);
    expect(problems({ 's.yaml': at(999.9) })).toEqual([]);
    expect(problems({ 's.yaml': at(1000) })).toEqual([
      'error: alert own of SLO availability can never fire: must be less than 1000, the burn rate of a total outage; found number 1000',
    ]);
    const two = at(50).replace('[{ target: 0.999 }]', '[{ target: 0.98 }, { target: 0.99 }, { target: 0.9 }]');
    expect(problems({ 's.yaml': two })).toEqual([
      expect.stringContaining('SLO availability (90%) can never fire: must be less than 10,'),
      expect.stringContaining('SLO availability (98%) can never fire: must be less than 50,'),
    ]);
  });
});

describe('windowsWithoutAlerts', () => {
  const over = (duration: string) => slo().replace(WINDOW, `{ duration: ${duration}, isRolling: true }`);

  it('says that no burn-rate alert is left where the window is shorter than an hour', () => {
    expect(problems({ 's.yaml': over('45m') })).toEqual([
      'warning: a window of 45m is shorter than any default burn-rate alert looks back (1h): only no-data is left; give the SLO alertPolicies of its own, or a window of at least 1h',
    ]);
    expect(problems({ 's.yaml': over('1h') })).toEqual([]);
    expect(problems({ 's.yaml': ownAlert('op: gt, threshold: 2, lookbackWindow: 30m', over('45m')) })).toEqual([]);
  });
});

describe('oneRoundPages', () => {
  /** Rounds of four series. */
  const every = (time: string) => PROBE.replace('every: 5s', `every: ${time}`);
  const off = (text = slo()) => annotated('resolver-slo/min-failures: "0"', text);

  it('warns of rounds that take minutes even where failures must lie in two', () => {
    expect(problems({ 'p.yaml': every('5m'), 's.yaml': slo() })).toEqual([
      'warning: with rounds every 5m one lost round, 4 attempts in more than one minute, sets off fast-burn, slow-burn: set annotation resolver-slo/min-failures above 4, or probe more often',
    ]);
    expect(problems({ 'p.yaml': every('5m'), 's.yaml': annotated('resolver-slo/min-failures: "5"') })).toEqual([]);
    expect(problems({ 'p.yaml': every('1m'), 's.yaml': slo() })).toEqual([]);
  });

  it('knows own alerts, of which those that are no page do not count', () => {
    const minute = { 'p.yaml': every('1m') };
    const own = (threshold: number, severity = 'critical', more = '') =>
      off(ownAlert(`op: gt, threshold: ${String(threshold)}, lookbackWindow: 1h${more}`, slo(), severity));
    // One of sixty rounds burns 16.7 times too fast.
    expect(problems({ ...minute, 's.yaml': own(16) })).toEqual([
      'warning: with rounds every 1m one lost round sets off own: leave min-failures at 3, or probe more often',
    ]);
    expect(problems({ ...minute, 's.yaml': own(17) })).toEqual([]);
    expect(problems({ ...minute, 's.yaml': own(16, 'ticket') })).toEqual([]);
    // The short window of 5 minutes has passed it by.
    expect(problems({ ...minute, 's.yaml': own(16, 'critical', ', alertAfter: 4m') })).toHaveLength(1);
    expect(problems({ ...minute, 's.yaml': own(16, 'critical', ', alertAfter: 5m') })).toEqual([]);
  });

  it('knows slices, of which one bad attempt may spoil a whole one', () => {
    const timeslices = (target: number) =>
      off(
        sliced('5m')
          .replace('RatioTimeslices', 'Timeslices')
          .replace('timeSliceWindow', `timeSliceTarget: ${String(target)}, timeSliceWindow`),
      );
    const half = { 'p.yaml': every('5s') };
    // One of sixty rounds in the slice: good enough for 98 %, not for 99 %.
    expect(problems({ ...half, 's.yaml': timeslices(0.98) })).toEqual([]);
    expect(problems({ ...half, 's.yaml': timeslices(0.99) })).toEqual([
      'warning: with rounds every 5s one lost round sets off fast-burn, slow-burn: leave min-failures at 3, or probe more often',
    ]);
    expect(problems({ ...half, 's.yaml': off(sliced('5m')) })).toEqual([]);
  });

  it('weighs as the SLO does', () => {
    const weighed = (annotation: string) => annotated(`resolver-slo/min-failures: "0", ${annotation}`);
    // One answer in five minutes is enough.
    expect(problems({ 'p.yaml': every('2m'), 's.yaml': weighed('resolver-slo/preset: rssac047') })).toEqual([]);
    expect(problems({ 'p.yaml': every('5m'), 's.yaml': weighed('resolver-slo/preset: rssac047') })).toHaveLength(1);
    // Half of one minute of sixty: 8.3 times too fast.
    expect(problems({ 'p.yaml': every('30s'), 's.yaml': weighed('resolver-slo/weight: series') })).toEqual([]);
    expect(problems({ 'p.yaml': every('1m'), 's.yaml': weighed('resolver-slo/weight: series') })).toHaveLength(1);
  });
});

describe('mackerelNames', () => {
  const main = 'mackerel: { apiKey: k, service: dns }\n';
  const named = (names: readonly string[]) =>
    slo().replace(
      '[{ target: 0.999 }]',
      `[${names.map((name) => `{ displayName: "${name}", target: 0.99 }`).join(', ')}]`,
    );

  it('refuses objectives that are one name in Mackerel', () => {
    expect(problems({ 's.yaml': named(['99.9 %', '99,9 %']) })).toEqual([]);
    expect(problems({ 's.yaml': named(['99.9 %', '99,9 %']) }, main)).toEqual([
      'error: objectives "99.9 %" and "99,9 %" of SLO availability would both be "slo.availability.99-9" in Mackerel, which has letters, digits, "-" and "_" only: give one another displayName',
    ]);
    expect(problems({ 's.yaml': named(['silver', 'gold']) }, main)).toEqual([]);
  });
});

describe('checkPreset()', () => {
  const at = (vantages: number): readonly Series[] =>
    Array.from({ length: vantages }, (_, i) => ({
      vantage: `v${String(i)}`,
      probe: 'public',
      resolver: 'ns1',
      query: 'www',
    }));
  const patient = PROBE.replace('every: 5s', 'every: 5s\ntimeout: 2500ms');

  it('counts the vantages of icann-slr, the stored ones too', () => {
    const files = { 'p.yaml': patient, 's.yaml': annotated('resolver-slo/preset: icann-slr') };
    expect(problems(files, '', at(18))).toEqual([
      'warning: preset icann-slr counts nothing with fewer than 20 vantages (there are 19): there is no data',
    ]);
    expect(problems(files, '', at(19))).toEqual([]);
    expect(problems({ ...files, 'p.yaml': patient.replace('2500ms', '2400ms') }, '', at(19))).toEqual([
      'warning: preset icann-slr waits 2500ms for an answer, and probe public gives up before: raise its timeout',
    ]);
  });

  it('says of rssac047 which probes do not ask in every measurement interval', () => {
    const asked = (every: string) => PROBE.replace('every: 5s', `every: ${every}`);
    const files = (every: string) => ({
      'p.yaml': asked(every),
      's.yaml': annotated('resolver-slo/preset: rssac047', slo().replace('target: 0.999', 'target: 0.9')),
    });
    expect(problems(files('5m')).filter((one) => one.includes('rssac047'))).toEqual([]);
    expect(problems(files('10m')).filter((one) => one.includes('rssac047'))).toEqual([
      'warning: preset rssac047 puts together what is asked in 5m, and slower series are missing from some of those (probe public every 10m): ask at least every 5m',
    ]);
  });

  it('is told whatever is wrong with selectors of other SLOs', () => {
    const other = slo({ name: 'other', spec: 'probe: pubic,' });
    const files = { 'p.yaml': PROBE, 's1.yaml': annotated('resolver-slo/preset: resolver-basic'), 's2.yaml': other };
    expect(problems(files)).toEqual([
      expect.stringContaining('error: preset resolver-basic counts resolver stub'),
      expect.stringContaining('error: no probe is named "pubic"'),
      expect.stringContaining('error: no probe is named "pubic"'),
    ]);
  });

  it('needs a stub for resolver-basic, if only a stored one', () => {
    const files = { 'p.yaml': PROBE, 's.yaml': annotated('resolver-slo/preset: resolver-basic') };
    expect(problems(files)).toEqual([
      'error: preset resolver-basic counts resolver stub of the selected probes, and none has one: give a probe `stub`',
    ]);
    expect(problems({ ...files, 'p.yaml': `${PROBE}stub: {}\n` })).toEqual([]);
    const [stored] = at(1);
    expect(problems(files, '', [{ ...stored!, resolver: 'stub' }])).toEqual([]);
  });
});
