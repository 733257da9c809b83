import { describe, expect, it } from 'vitest';

import { compositionOf } from '../../src/app/composition.js';
import { CompositionKeeper } from '../../src/app/composition-keeper.js';
import type { StoredSeries } from '../../src/domain/history-reader.js';
import type { Series } from '../../src/domain/series.js';
import type { SloComposition } from '../../src/domain/slo-composition.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const NONE = { measured: [], stored: [] };

describe('compositionOf()', () => {
  it('tells the series that an SLO counts, and which are measured', () => {
    const [ns1, ns2, ns3] = [series('ns1'), series('ns2'), series('ns3')];
    const stored = [ns3, ns2, ns1].map((one, id) => ({ id, series: one }));
    const good = eventSource('answered', { resolver: ['ns1', 'ns2'] });
    const definition = slo({ indicator: { good, bad: null, total: { ...good, events: 'valid' } } });
    const { slo: key, content } = compositionOf(definition, { measured: [ns2], stored });
    expect(key).toBe('availability');
    expect(content.series).toEqual([
      { ...ns1, isMeasured: false },
      { ...ns2, isMeasured: true },
    ]);
    expect(content.definition).toMatchObject({ objective: 0.999, indicator: definition.indicator });
  });

  it('has one digest for one composition, in whatever order it is given', () => {
    const digest = compositionOf(slo(), { measured: [series('a'), series('b')], stored: [] }).digest;
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(compositionOf(slo(), { measured: [series('b'), series('a')], stored: [] }).digest).toBe(digest);
    const reordered = Object.fromEntries(Object.entries(slo()).reverse()) as unknown as ReturnType<typeof slo>;
    expect(compositionOf(reordered, { measured: [series('a'), series('b')], stored: [] }).digest).toBe(digest);
  });

  it.each([
    ['an objective', { objective: 0.99 }],
    ['a threshold', { indicator: { good: eventSource('within', {}, 5), bad: null, total: eventSource('valid') } }],
    ['a policy', { maintenance: 'exclude' as const }],
    ['a weight', { weighing: { kind: 'series' as const } }],
  ])('has another digest for another %s', (_, changes) => {
    expect(compositionOf(slo(changes), NONE).digest).not.toBe(compositionOf(slo(), NONE).digest);
  });

  it('has the same digest whatever an SLO is called to people, and whatever alerts it has', () => {
    const responsibility = { promise: { any: 'X' }, customer: { ja: 'X' } };
    const changes = {
      displayName: 'X',
      description: 'X',
      minFailures: 0,
      visibility: 'internal' as const,
      responsibility,
    };
    expect(compositionOf(slo(changes), NONE).digest).toBe(compositionOf(slo(), NONE).digest);
  });
});

/** A keeper over a history and a store that live in memory. */
function rig(slos = [slo()], measured: readonly Series[] = [series('ns1')]) {
  const stored: StoredSeries[] = [];
  const kept: SloComposition[] = [];
  const it = { reads: 0, failure: null as Error | null };
  const compositions = {
    latestCompositions: () => Promise.resolve(new Map(kept.map((one) => [one.slo, one.digest]))),
    recordCompositions: (ones: readonly SloComposition[]) => {
      if (it.failure !== null) return Promise.reject(it.failure);
      kept.push(...ones);
      return Promise.resolve();
    },
  };
  const history = {
    series: () => {
      it.reads++;
      return Promise.resolve([...stored]);
    },
  };
  const keeper = (with_ = slos, of = measured) =>
    new CompositionKeeper({ compositions, history, slos: with_, measured: of });
  return { stored, kept, it, keeper };
}

describe('CompositionKeeper', () => {
  it('records what SLOs consist of at its first look, and nothing again', async () => {
    const { kept, keeper } = rig([slo(), slo({ name: 'other' })]);
    const first = keeper();
    for (const nowMs of [1000, 7000, 13_000]) await first.work(nowMs);
    await keeper().work(20_000);
    expect(kept.map(({ slo: key, sinceMs }) => [key, sinceMs])).toEqual([
      ['availability', 1000],
      ['other', 1000],
    ]);
  });

  it('records it anew when series appear that it counts, not for others, and looks every five seconds', async () => {
    const total = eventSource('valid', { probe: ['public'] });
    const { stored, kept, it, keeper } = rig([slo({ indicator: { good: total, bad: null, total } })]);
    const one = keeper();
    await one.work(1000);
    stored.push({ id: 1, series: series('ns1') });
    await one.work(5999);
    expect(it.reads).toBe(1);
    await one.work(6000);
    expect(kept).toHaveLength(1);
    stored.push({ id: 2, series: series('ns1', 'www', 'other') });
    await one.work(11_000);
    expect(kept).toHaveLength(1);
    stored.push({ id: 3, series: series('ns2') });
    await one.work(16_000);
    expect(kept.map(({ sinceMs }) => sinceMs)).toEqual([1000, 16_000]);
  });

  it('records it anew for a new configuration: another document, or a resolver that is asked no more', async () => {
    const { stored, kept, keeper } = rig();
    stored.push({ id: 1, series: series('ns1') });
    await keeper().work(1);
    await keeper([slo({ objective: 0.99 })]).work(2);
    await keeper([slo({ objective: 0.99 })], []).work(3);
    expect(kept.map(({ sinceMs }) => sinceMs)).toEqual([1, 2, 3]);
    expect(kept.at(-1)?.content.series).toEqual([{ ...series('ns1'), isMeasured: false }]);
  });

  it('tries again what could not be written', async () => {
    const { kept, it, keeper } = rig();
    const one = keeper();
    it.failure = new Error('full');
    await expect(one.work(1000)).rejects.toThrow('full');
    it.failure = null;
    await one.work(6000);
    expect(kept).toHaveLength(1);
  });
});
