import { describe, expect, it } from 'vitest';

import type { Weighing } from '../../../src/domain/slo-definition.js';
import { type SeriesRatio, weigh } from '../../../src/judge/slo/weigh.js';
import { series } from '../../support/slo-samples.js';

const ICANN: Weighing = { kind: 'quorum', share: 0.51, fewestVantages: 20 };

/** Vantages that each asked one resolver once, the first `failing` of them in vain. */
function vantages(active: number, failing: number, resolver = 'ns1'): SeriesRatio[] {
  return Array.from({ length: active }, (_, i) => {
    return { series: { ...series(resolver), vantage: `v${String(i)}` }, good: i < failing ? 0 : 1, valid: 1 };
  });
}

describe('weigh()', () => {
  it('adds up attempts', () => {
    const minute = [
      { series: series('ns1'), good: 9, valid: 10 },
      { series: series('ns2'), good: 1, valid: 2 },
    ];
    expect(weigh({ kind: 'attempts' }, minute)).toEqual({ good: 10, valid: 12 });
  });

  it('counts each series that has data as one', () => {
    const minute = [
      { series: series('ns1'), good: 9, valid: 10 },
      { series: series('ns2'), good: 1, valid: 2 },
      { series: series('ns3'), good: 0, valid: 0 },
    ];
    expect(weigh({ kind: 'series' }, minute)).toEqual({ good: 1.4, valid: 2 });
  });

  it.each([
    ['10 of 20 failing is up', 20, 10, { good: 1, valid: 1, inconclusive: 0 }],
    ['11 of 20 failing is down', 20, 11, { good: 0, valid: 1, inconclusive: 0 }],
    ['19 active are inconclusive', 19, 19, { good: 0, valid: 0, inconclusive: 1 }],
    ['51 of 100 failing is down', 100, 51, { good: 0, valid: 1, inconclusive: 0 }],
    ['50 of 100 failing is up', 100, 50, { good: 1, valid: 1, inconclusive: 0 }],
  ])('with a quorum: %s (ICANN specification 10)', (_, active, failing, expected) => {
    expect(weigh(ICANN, vantages(active, failing))).toEqual(expected);
  });

  it('lets vantages vote on each resolver, those without a valid attempt not at all', () => {
    const silent = { series: { ...series('ns1'), vantage: 'silent' }, good: 0, valid: 0 };
    const minute = [...vantages(20, 11), ...vantages(20, 0, 'ns2'), ...vantages(19, 0, 'ns3'), silent];
    expect(weigh(ICANN, minute)).toEqual({ good: 1, valid: 2, inconclusive: 1 });
  });

  it('counts no vantage without a valid attempt as failing', () => {
    const silent = { series: { ...series('ns1'), vantage: 'silent' }, good: 0, valid: 0 };
    // 10 of 20 are up; with the silent one it were 11 of 21, which is down.
    expect(weigh(ICANN, [...vantages(20, 10), silent])).toEqual({ good: 1, valid: 1, inconclusive: 0 });
    expect(weigh(ICANN, [...vantages(19, 0), silent])).toEqual({ good: 0, valid: 0, inconclusive: 1 });
  });

  it('lets nobody vote on a resolver whose name and query only look alike together', () => {
    const look = (resolver: string, query: string) =>
      vantages(20, resolver === 'ns1' ? 20 : 0).map((one) => ({
        ...one,
        series: { ...one.series, resolver, query },
      }));
    expect(weigh(ICANN, [...look('ns1', '1www'), ...look('ns11', 'www')])).toEqual({
      good: 1,
      valid: 2,
      inconclusive: 0,
    });
  });

  it('takes a vantage for failing only when none of its attempts was good', () => {
    const minute = vantages(20, 20).map((one, i) => ({ ...one, valid: 12, good: i < 10 ? 1 : 0 }));
    expect(weigh(ICANN, minute)).toEqual({ good: 1, valid: 1, inconclusive: 0 });
  });

  it.each([
    [13, 13, { good: 8, valid: 8 }],
    [13, 8, { good: 8, valid: 8 }],
    [13, 7, { good: 7, valid: 8 }],
    [13, 0, { good: 0, valid: 8 }],
    [2, 1, { good: 1, valid: 1 }],
    [1, 0, { good: 0, valid: 1 }],
  ])('of %i resolvers asks for two thirds of the others (RSSAC047v2): %i answering', (n, answering, expected) => {
    const minute = Array.from({ length: n }, (_, i) => {
      return { series: series(`ns${String(i)}`), good: i < answering ? 1 : 0, valid: 1 };
    });
    expect(weigh({ kind: 'enough-of-many' }, minute)).toEqual(expected);
  });

  it('asks every vantage, probe and query for enough of its own', () => {
    const at = (vantage: string, probe: string, good: number): SeriesRatio[] =>
      ['ns1', 'ns2', 'ns3', 'ns4'].map((resolver, i) => {
        return { series: { ...series(resolver), vantage, probe }, good: i < good ? 1 : 0, valid: 1 };
      });
    const kind = 'enough-of-many';
    expect(weigh({ kind }, [...at('tokyo', 'a', 4), ...at('osaka', 'a', 1)])).toEqual({ good: 3, valid: 4 });
    expect(weigh({ kind }, [...at('v1', '1a', 4), ...at('v11', 'a', 1)])).toEqual({ good: 3, valid: 4 });
  });

  it('counts resolvers of which nothing is known neither as good nor as bad', () => {
    const silent = { series: series('ns0'), good: 0, valid: 0 };
    const asked = ['ns1', 'ns2', 'ns3', 'ns4'].map((resolver) => ({ series: series(resolver), good: 1, valid: 1 }));
    const kind = 'enough-of-many';
    expect(weigh({ kind }, [...asked, silent])).toEqual({ good: 2, valid: 2 });
    // Of four asked, two are needed; were the silent two among the many, three of six would be.
    const failing = asked.map((one, i) => ({ ...one, good: i < 2 ? 1 : 0 }));
    expect(weigh({ kind }, [...failing, silent, { ...silent, series: series('ns9') }])).toEqual({ good: 2, valid: 2 });
    expect(weigh({ kind }, [silent])).toEqual({ good: 0, valid: 0 });
  });
});
