import { describe, expect, it } from 'vitest';

import { formatProblem } from '../../src/domain/problem.js';
import { parseOpenslo } from '../../src/openslo/parse-openslo.js';

/** A set with every kind, metric sources of others, and every form of reference. */
const COMPLETE = `apiVersion: openslo/v1
kind: Service
metadata:
  name: shop
  displayName: Shop
  labels: { team: [a, b], tier: one }
  annotations: { example.org/owner: somebody, plain: x }
spec: { description: Sells things. }
---
apiVersion: openslo/v1
kind: DataSource
metadata: { name: metrics }
spec: { type: prometheus, connectionDetails: { url: "https://prometheus.example.org" } }
---
apiVersion: openslo/v1
kind: SLI
metadata: { name: errors }
spec:
  ratioMetric:
    counter: true
    bad: { metricSource: { metricSourceRef: metrics, spec: { query: "rate(e[\${__interval}])" } } }
    total: { metricSource: { type: prometheus, spec: { query: all } } }
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: by-reference }
spec:
  service: shop
  indicatorRef: errors
  budgetingMethod: Timeslices
  timeWindow: [{ duration: 1M, isRolling: false, calendar: { startTime: 2026-01-01 00:00:00, timeZone: Asia/Tokyo } }]
  objectives:
    - { displayName: good, target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: 1m }
    - { displayName: better, targetPercent: 99.9, timeSliceTarget: 1, timeSliceWindow: 5m }
  alertPolicies:
    - alertPolicyRef: page
    - kind: AlertPolicy
      metadata: { name: inline }
      spec:
        alertWhenBreaching: true
        conditions: [{ conditionRef: fast }]
        notificationTargets: [{ targetRef: ops }]
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: threshold }
spec:
  service: shop
  indicator:
    metadata: { name: latency }
    spec: { thresholdMetric: { metricSource: { metricSourceRef: metrics, spec: { query: p99 } } } }
  budgetingMethod: RatioTimeslices
  timeWindow: [{ duration: 4w, isRolling: true }]
  objectives: [{ op: lte, value: 0.3, target: 0, timeSliceWindow: 1h }]
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: composite }
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 1Q, isRolling: true }]
  objectives:
    - { target: 0.9, indicatorRef: errors, compositeWeight: 0.5 }
    - target: 0.9
      indicator:
        metadata: { name: raw }
        spec: { ratioMetric: { counter: false, rawType: failure, raw: { metricSource: { type: any, spec: { a: 1 } } } } }
---
apiVersion: openslo/v1
kind: AlertCondition
metadata: { name: fast }
spec: { severity: page, condition: { kind: burnrate, op: gt, threshold: 14.4, lookbackWindow: 1h, alertAfter: 0m } }
`;
const POLICIES = `apiVersion: openslo/v1
kind: AlertPolicy
metadata: { name: page }
spec:
  alertWhenNoData: true
  alertWhenResolved: false
  conditions:
    - kind: AlertCondition
      metadata: { name: slow }
      spec: { severity: ticket, condition: { kind: burnrate, op: gte, threshold: 1, lookbackWindow: 3d } }
  notificationTargets:
    - kind: AlertNotificationTarget
      metadata: { name: mail }
      spec: { target: mail, description: By mail. }
---
apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata: { name: ops }
spec: { target: pager }
`;

describe('parseOpenslo()', () => {
  const files = [
    { file: 'all.yaml', text: COMPLETE },
    { file: 'policies.yaml', text: POLICIES },
  ];

  it('accepts a set with every kind and every form', () => {
    const { documents, problems } = parseOpenslo(files, { unresolved: 'error' });
    expect(problems.map(formatProblem)).toEqual([]);
    expect(documents.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      'Service/shop',
      'DataSource/metrics',
      'SLI/errors',
      'SLO/by-reference',
      'SLO/threshold',
      'SLO/composite',
      'AlertCondition/fast',
      'AlertPolicy/page',
      'AlertNotificationTarget/ops',
    ]);
  });

  it('says which references lead nowhere, as severely as it is told', () => {
    const { problems } = parseOpenslo(files.slice(0, 1), { unresolved: 'warning' });
    expect(problems.map(formatProblem)).toEqual([
      'all.yaml:36:23: /spec/alertPolicies/0/alertPolicyRef: warning: no document of kind AlertPolicy is named "page"',
      'all.yaml:42:44: /spec/alertPolicies/1/spec/notificationTargets/0/targetRef: warning: no document of kind AlertNotificationTarget is named "ops"',
    ]);
  });

  /** The faults of the complete set with one text replaced. */
  const faults = (find: string, replace: string) => {
    expect(COMPLETE).toContain(find);
    const { problems } = parseOpenslo([{ file: 'f', text: COMPLETE.replace(find, replace) }, files[1]!], {
      unresolved: 'error',
    });
    return problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  };

  it.each([
    [
      'displayName: Shop',
      `displayName: ${'x'.repeat(64)}`,
      '/metadata/displayName: must have at most 63 characters, found 64',
    ],
    ['Sells things.', 'x'.repeat(1051), '/spec/description: must have at most 1050 characters, found 1051'],
    ['name: shop\n', 'name: shop-\n', '/metadata/name: must be an RFC 1123 label'],
    ['tier: one', 'tier: 1', '/metadata/labels/tier: must be text or a list, found number 1'],
    ['plain: x', 'plain: [x]', '/metadata/annotations/plain: must be text, found a list'],
    [
      ', connectionDetails: { url: "https://prometheus.example.org" }',
      '',
      '/spec: key "connectionDetails" is missing: how to reach the source, in its own words',
    ],
    [
      '    bad:',
      '    good: { metricSource: { spec: { a: 1 } } }\n    bad:',
      '/spec/ratioMetric/bad: give "good" or "bad", not both',
    ],
    [
      '  ratioMetric:\n    counter: true',
      '  thresholdMetric: { metricSource: { spec: { a: 1 } } }\n  ratioMetric:\n    counter: true',
      '/spec/ratioMetric: give "thresholdMetric" or "ratioMetric", not both',
    ],
    [
      'isRolling: false, calendar',
      'isRolling: true, calendar',
      '/spec/timeWindow/0/calendar: a rolling window has no calendar: remove it, or set isRolling to false',
    ],
    [
      '2026-01-01 00:00:00',
      '2026-02-30 00:00:00',
      '/spec/timeWindow/0/calendar/startTime: must be a time such as 2026-01-01 00:00:00, found "2026-02-30 00:00:00"',
    ],
    [
      'Asia/Tokyo',
      'Asia/Edo',
      '/spec/timeWindow/0/calendar/timeZone: must be an IANA time zone such as UTC or Asia/Tokyo, found "Asia/Edo"',
    ],
    [
      'duration: 1M',
      'duration: 1y',
      '/spec/timeWindow/0/duration: must be a whole number of m, h, d, w, M, Q or Y, such as 5m or 28d, found "1y"',
    ],
    [
      'timeSliceTarget: 0.95, ',
      '',
      '/spec/objectives/0: key "timeSliceTarget" is missing: budgetingMethod Timeslices needs it',
    ],
    [
      'timeSliceTarget: 0.95',
      'timeSliceTarget: 0',
      '/spec/objectives/0/timeSliceTarget: must be more than 0 and at most 1, found number 0',
    ],
    [
      'targetPercent: 99.9',
      'targetPercent: 100',
      '/spec/objectives/1/targetPercent: must be at least 0 and less than 100, found number 100',
    ],
    ['op: lte, value', 'op: eq, value', '/spec/objectives/0/op: must be one of lte, gte, lt, gt, found "eq"'],
    [
      ', timeSliceWindow: 1h',
      '',
      '/spec/objectives/0: key "timeSliceWindow" is missing: budgetingMethod RatioTimeslices needs it',
    ],
    [
      'compositeWeight: 0.5',
      'compositeWeight: 0',
      '/spec/objectives/0/compositeWeight: must be more than 0, found number 0',
    ],
    [
      '{ target: 0.9, indicatorRef: errors,',
      '{ target: 0.9,',
      '/spec/objectives/0: key "indicator" or "indicatorRef" is missing',
    ],
    [
      'rawType: failure, ',
      '',
      '/spec/objectives/1/indicator/spec/ratioMetric: key "rawType" is missing: success or failure',
    ],
    [
      'spec: { a: 1 }',
      'spec: {}',
      '/spec/objectives/1/indicator/spec/ratioMetric/raw/metricSource/spec: must have at least 1 key',
    ],
    ['severity: page, ', '', '/spec: key "severity" is missing: how bad it is'],
    [
      'lookbackWindow: 1h',
      'lookbackWindow: 1s',
      '/spec/condition/lookbackWindow: must be a whole number of m, h, d, w, M, Q or Y, such as 5m or 28d, found "1s"',
    ],
  ])('refuses the set with %j as %j', (find, replace, message) => {
    expect(faults(find, replace).join('\n')).toContain(message);
  });
});
