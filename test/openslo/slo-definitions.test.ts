import { describe, expect, it } from 'vitest';

import { parseOpenslo } from '../../src/openslo/parse-openslo.js';
import { sloDefinitions } from '../../src/openslo/slo-definitions.js';
import { slo } from '../support/config-folder.js';

function define(text: string) {
  const { documents, problems } = parseOpenslo([{ file: 'f.yaml', text }], { unresolved: 'error' });
  expect(problems).toEqual([]);
  const { slos, problems: found } = sloDefinitions(documents);
  return { definition: slos[0]?.definition, messages: found.map(({ message }) => message) };
}

const both = slo({ spec: 'probe: public, resolver: [ns1, "b*"], vantage: "*",' });

describe('sloDefinitions()', () => {
  it('reads selectors as lists, and * alone as everything', () => {
    expect(define(both).definition!.indicator.total.selector).toEqual({
      probe: ['public'],
      resolver: ['ns1', 'b*'],
      query: null,
      vantage: null,
    });
  });

  it('keeps a threshold in microseconds', () => {
    const { definition } = define(slo().replace('events: answered', 'events: within, threshold: 1500us'));
    expect(definition!.indicator.good).toMatchObject({ events: 'within', thresholdUs: 1500 });
  });

  it('counts bad attempts instead of good ones where the document does', () => {
    const { definition, messages } = define(slo().replace('good:', 'bad:'));
    expect(messages).toEqual([]);
    expect(definition!.indicator).toMatchObject({ good: null, bad: { events: 'answered' } });
  });

  it.each([
    [99.9, 0.999],
    [99.99, 0.9999],
    [95, 0.95],
    [0, 0],
  ])('reads targetPercent %d as exactly %d', (percent, objective) => {
    expect(define(slo().replace('target: 0.999', `targetPercent: ${String(percent)}`)).definition!.objective).toBe(
      objective,
    );
  });

  it('takes the source type from the DataSource that is named', () => {
    const source = (type: string) =>
      `---\napiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: own }\nspec: { type: ${type}, connectionDetails: {} }\n`;
    const text = slo().replaceAll('type: resolver-slo', 'metricSourceRef: own');
    expect(define(text + source('resolver-slo')).messages).toEqual([]);
    expect(define(text + source('datadog')).messages).toEqual(
      Array(2).fill(
        'metric source type "datadog" is not measured here: an SLO needs type resolver-slo (check --openslo accepts any)',
      ),
    );
  });

  it('reads an indicator by reference', () => {
    const spec = slo().split('    spec:\n')[1]!.split('  budgetingMethod')[0]!;
    const sli = `---\napiVersion: openslo/v1\nkind: SLI\nmetadata: { name: shared }\nspec:\n${spec}`;
    const start = slo().indexOf('  indicator:');
    const text = `${slo().slice(0, start)}  indicatorRef: shared\n${slo().slice(slo().indexOf('  budgetingMethod'))}${sli}`;
    expect(define(text).definition!.indicator).toEqual(define(slo()).definition!.indicator);
  });

  it('keeps a doubtful visibility internal', () => {
    const visibility = (value: string) =>
      define(
        slo().replace(
          '{ name: availability }',
          `{ name: availability, annotations: { resolver-slo/visibility: ${value} } }`,
        ),
      );
    expect(visibility('public').definition!.visibility).toBe('public');
    expect(visibility('internal').definition!.visibility).toBe('internal');
    expect(visibility('Internal')).toMatchObject({
      definition: { visibility: 'internal' },
      messages: ['must be public or internal, found "Internal"'],
    });
  });

  it.each(['0', '1', '10'])('reads min-failures %s', (value) => {
    const text = slo().replace(
      '{ name: availability }',
      `{ name: availability, annotations: { resolver-slo/min-failures: "${value}" } }`,
    );
    expect(define(text).definition!.minFailures).toBe(Number(value));
  });
});
