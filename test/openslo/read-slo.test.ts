import { describe, expect, it } from 'vitest';

import { formatProblem } from '../../src/domain/problem.js';
import { parseOpenslo } from '../../src/openslo/parse-openslo.js';
import { sloDefinitions } from '../../src/openslo/slo-definitions.js';
import { slo } from '../support/config-folder.js';

const DAY_MS = 86_400_000;
const WINDOW = '{ duration: 4w, isRolling: true }';
const OBJECTIVES = '[{ target: 0.999 }]';

function define(...texts: readonly string[]) {
  const parsed = parseOpenslo(
    texts.map((text, index) => ({ file: `f${String(index)}.yaml`, text })),
    { unresolved: 'error' },
  );
  expect(parsed.problems.map(formatProblem)).toEqual([]);
  const { slos, problems } = sloDefinitions(parsed.documents);
  return { slos, definitions: slos.map(({ definition }) => definition), problems: problems.map(formatProblem) };
}

const annotated = (annotations: string) =>
  slo().replace(
    '{ name: availability }',
    `{ name: availability, displayName: Resolver, annotations: { ${annotations} } }`,
  );
const withObjectives = (objectives: string, method = 'Occurrences') =>
  slo().replace(OBJECTIVES, objectives).replace('budgetingMethod: Occurrences', `budgetingMethod: ${method}`);
const withPolicies = (policies: string) => `${slo()}  alertPolicies: ${policies}\n`;

describe('readSlo() of objectives', () => {
  it('has no name for the only one', () => {
    expect(define(slo()).definitions).toMatchObject([
      { name: 'availability', key: 'availability', objectiveName: null, slices: null, compositeWeight: null },
    ]);
  });

  it('keeps each of several under a key of its own, the first under the name', () => {
    const { slos, definitions } = define(
      withObjectives('[{ target: 0.99 }, { displayName: gold, targetPercent: 99.9 }, { target: 0.99 }]'),
    );
    expect(definitions.map(({ name, key, objectiveName, objective }) => [name, key, objectiveName, objective])).toEqual(
      [
        ['availability', 'availability', '99%', 0.99],
        ['availability', 'availability#2', 'gold', 0.999],
        ['availability', 'availability#3', '99% #3', 0.99],
      ],
    );
    expect(slos.map(({ pointers }) => pointers.target)).toEqual([
      '/spec/objectives/0/target',
      '/spec/objectives/1/targetPercent',
      '/spec/objectives/2/target',
    ]);
  });

  it('points at the right one where an earlier one is at fault', () => {
    const text = withObjectives('[{ target: 2 }, { target: 0.99 }]');
    const { documents } = parseOpenslo([{ file: 'f', text }], { unresolved: 'error' });
    expect(sloDefinitions(documents).slos.map(({ pointers }) => pointers.target)).toEqual([
      '/spec/objectives/1/target',
    ]);
  });

  it('reads slices, whose target RatioTimeslices have not', () => {
    const slices = '[{ target: 0.99, timeSliceTarget: 0.9, timeSliceWindow: 5m }]';
    expect(define(withObjectives(slices, 'Timeslices')).definitions).toMatchObject([
      { budgetingMethod: 'Timeslices', slices: { widthMs: 300_000, target: 0.9 } },
    ]);
    const ratios = '[{ target: 0.99, timeSliceWindow: 2h }]';
    expect(define(withObjectives(ratios, 'RatioTimeslices')).definitions).toMatchObject([
      { budgetingMethod: 'RatioTimeslices', slices: { widthMs: 7_200_000, target: null } },
    ]);
  });

  it('reads a composite: indicators in place and by reference, weights, names', () => {
    const start = slo().indexOf('  indicator:');
    const end = slo().indexOf('  budgetingMethod');
    const indicator = slo().slice(start, end);
    const inline = indicator.replace(/^/gm, '    ').trimEnd();
    const composite = `${slo().slice(0, start)}${slo().slice(end)}`.replace(
      OBJECTIVES,
      `\n    - { target: 0.99, indicatorRef: replies, compositeWeight: 3 }\n    - target: 0.9\n${inline}\n`,
    );
    const spec = indicator.split('    spec:\n')[1]!.replace('events: valid', 'events: replied');
    const sli = `apiVersion: openslo/v1\nkind: SLI\nmetadata: { name: replies }\nspec:\n${spec}`;
    const { definitions, slos, problems } = define(composite, sli);
    expect(problems).toEqual([]);
    expect(definitions).toMatchObject([
      {
        key: 'availability',
        objectiveName: 'replies',
        compositeWeight: 3,
        indicator: { total: { events: 'replied' } },
      },
      {
        key: 'availability#2',
        objectiveName: 'availability',
        compositeWeight: 1,
        indicator: { total: { events: 'valid' } },
      },
    ]);
    expect(slos.map(({ eventSources }) => eventSources.map(({ file }) => file))).toEqual([
      ['f1.yaml', 'f1.yaml'],
      ['f0.yaml', 'f0.yaml'],
    ]);
  });
});

describe('readSlo() of windows', () => {
  it.each([
    ['1M', { unit: 'month', count: 1, anchor: null }, 30],
    ['1Q', { unit: 'month', count: 3, anchor: null }, 90],
    ['1Y', { unit: 'month', count: 12, anchor: null }, 365],
    ['2M', { unit: 'month', count: 2, anchor: '2026-01-01 00:00' }, 60],
    ['4Q', { unit: 'month', count: 12, anchor: '2026-01-01 00:00' }, 360],
    ['1w', { unit: 'day', count: 7, anchor: '2026-01-01 00:00' }, 7],
    ['3d', { unit: 'day', count: 3, anchor: '2026-01-01 00:00' }, 3],
    ['12h', { unit: 'minute', count: 720, anchor: '2026-01-01 00:00' }, 0.5],
    ['90m', { unit: 'minute', count: 90, anchor: '2026-01-01 00:00' }, 0.0625],
  ])('reads %s of the calendar', (duration, calendar, days) => {
    const window = `{ duration: ${duration}, calendar: { startTime: 2026-01-01 00:00:00, timeZone: Asia/Tokyo } }`;
    const { definitions, problems } = define(slo().replace(WINDOW, window));
    expect(problems).toEqual([]);
    expect(definitions).toMatchObject([
      { periodText: duration, periodMs: days * DAY_MS, calendar: { ...calendar, timeZone: 'Asia/Tokyo' } },
    ]);
  });

  it('reads a rolling one', () => {
    expect(define(slo()).definitions).toMatchObject([{ periodMs: 28 * DAY_MS, periodText: '4w', calendar: null }]);
  });
});

describe('readSlo() of alert policies', () => {
  const CONDITION = `apiVersion: openslo/v1
kind: AlertCondition
metadata: { name: fast }
spec: { severity: Critical, condition: { kind: burnrate, op: gte, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m } }
`;
  const TARGET =
    'apiVersion: openslo/v1\nkind: AlertNotificationTarget\nmetadata: { name: ops }\nspec: { target: pager }\n';
  const POLICY = `apiVersion: openslo/v1
kind: AlertPolicy
metadata: { name: page }
spec: { alertWhenNoData: true, conditions: [{ conditionRef: fast }], notificationTargets: [{ targetRef: ops }] }
`;
  const inline = (spec: string) =>
    withPolicies(`\n    - { kind: AlertPolicy, metadata: { name: drain }, spec: { ${spec} } }`);
  const SLOW =
    'conditions: [{ kind: AlertCondition, metadata: { name: slow }, spec: { severity: ticket, condition: { kind: burnrate, op: gt, threshold: 1, lookbackWindow: 3d } } }]';
  const TO_OPS =
    'notificationTargets: [{ kind: AlertNotificationTarget, metadata: { name: ops }, spec: { target: mail } }]';

  it('has the default ones without policies, and with an empty list of them', () => {
    expect(define(slo()).definitions).toMatchObject([{ ownAlerts: null }]);
    expect(define(withPolicies('[]')).definitions).toMatchObject([{ ownAlerts: null }]);
  });

  it('follows references over files, to the condition too', () => {
    const { definitions, slos } = define(withPolicies('[{ alertPolicyRef: page }]'), POLICY, CONDITION, TARGET);
    const alert = {
      name: 'page',
      severity: 'Critical',
      lookbackMs: 3_600_000,
      threshold: 14.4,
      orEqual: true,
      afterMs: 300_000,
    };
    expect(definitions[0]!.ownAlerts).toEqual({ burnRates: [alert], onNoData: true });
    const { place } = slos[0]!.alerts[0]!;
    expect([place.file, place.base]).toEqual(['f2.yaml', '/spec/condition']);
  });

  it('reads policies, conditions and targets in place', () => {
    const { definitions, slos, problems } = define(inline(`${SLOW}, ${TO_OPS}`));
    expect(problems).toEqual([]);
    expect(definitions[0]!.ownAlerts).toEqual({
      burnRates: [
        { name: 'drain', severity: 'ticket', lookbackMs: 3 * DAY_MS, threshold: 1, orEqual: false, afterMs: 0 },
      ],
      onNoData: false,
    });
    expect(slos[0]!.alerts[0]!.place.base).toBe('/spec/alertPolicies/0/spec/conditions/0/spec/condition');
  });

  it('reads a condition by reference in a policy in place', () => {
    const { definitions } = define(inline(`conditions: [{ conditionRef: fast }], ${TO_OPS}`), CONDITION);
    expect(definitions[0]!.ownAlerts).toMatchObject({ burnRates: [{ name: 'drain', threshold: 14.4 }] });
  });

  it('takes a policy that does not watch breaches for its missing data only', () => {
    const { definitions, problems } = define(
      inline(`alertWhenBreaching: false, alertWhenNoData: true, ${SLOW}, ${TO_OPS}`),
    );
    expect(definitions[0]!.ownAlerts).toEqual({ burnRates: [], onNoData: true });
    expect(problems).toEqual([]);
  });
});

describe('readSlo() of annotations', () => {
  it('counts maintenance, with a day of notice, and attempts alike, unless told', () => {
    expect(define(slo()).definitions).toMatchObject([
      { maintenance: 'count', maintenanceNoticeMs: DAY_MS, weighing: { kind: 'attempts' } },
    ]);
    const told = annotated(
      'resolver-slo/maintenance: exclude, resolver-slo/maintenance-notice: 72h, resolver-slo/weight: series',
    );
    expect(define(told).definitions).toMatchObject([
      { maintenance: 'exclude', maintenanceNoticeMs: 3 * DAY_MS, weighing: { kind: 'series' } },
    ]);
  });

  it('has texts for the public by language, and nothing where nothing is said', () => {
    expect(define(slo()).definitions[0]!.responsibility).toEqual({});
    const told = annotated(
      'resolver-slo/promise: "**Answers**", resolver-slo/promise.ja: " 応答 ", resolver-slo/customer.en: Retry.',
    );
    const { definitions, problems } = define(told);
    expect(problems).toEqual([]);
    expect(definitions[0]!.responsibility).toEqual({
      promise: { any: '**Answers**', ja: '応答' },
      customer: { en: 'Retry.' },
    });
  });

  it('weighs by a quorum within 2.5 s with icann-slr, or within the threshold that the document gives', () => {
    const icann = annotated('resolver-slo/preset: icann-slr');
    const weighing = { kind: 'quorum', share: 0.51, fewestVantages: 20 };
    expect(define(icann).definitions).toMatchObject([
      { name: 'availability', weighing, indicator: { good: { events: 'within', thresholdUs: 2_500_000 } } },
    ]);
    const tcp = icann.replace('events: answered', 'events: within, threshold: 7500ms');
    expect(define(tcp).definitions).toMatchObject([{ weighing, indicator: { good: { thresholdUs: 7_500_000 } } }]);
  });

  it('has enough of many with rssac047', () => {
    expect(define(annotated('resolver-slo/preset: rssac047')).definitions).toMatchObject([
      { weighing: { kind: 'enough-of-many' }, indicator: { good: { events: 'answered', thresholdUs: null } } },
    ]);
  });

  it('makes three of one with resolver-basic', () => {
    const text = annotated('resolver-slo/preset: resolver-basic').replaceAll(
      'events:',
      'probe: public, resolver: "ns*", events:',
    );
    const { definitions, problems } = define(text);
    expect(problems).toEqual([]);
    const selector = { probe: ['public'], resolver: ['ns*'], query: null, vantage: null };
    const stub = { ...selector, resolver: ['stub'] };
    expect(
      definitions.map(({ key, displayName, objective, indicator }) => [key, displayName, objective, indicator]),
    ).toEqual([
      [
        'availability-availability',
        'Resolver: availability',
        0.999,
        {
          good: { events: 'answered', selector: stub, thresholdUs: null },
          bad: null,
          total: { events: 'valid', selector: stub, thresholdUs: null },
        },
      ],
      [
        'availability-latency',
        'Resolver: latency',
        0.95,
        {
          good: { events: 'within', selector, thresholdUs: 100_000 },
          bad: null,
          total: { events: 'valid', selector, thresholdUs: null },
        },
      ],
      [
        'availability-correctness',
        'Resolver: correctness',
        0.999,
        {
          good: { events: 'answered', selector, thresholdUs: null },
          bad: null,
          total: { events: 'replied', selector, thresholdUs: null },
        },
      ],
    ]);
    const within = define(text.replace('events: answered', 'events: within, threshold: 20ms'));
    expect(within.definitions[1]!.indicator.good).toMatchObject({ events: 'within', thresholdUs: 20_000 });
  });
});
