import { describe, expect, it } from 'vitest';

import type { Language } from '../../../src/domain/language.js';
import { badge } from '../../../src/publish/badges/badge.js';
import { budgetBadge, siteBadge, sliBadge, stateBadge } from '../../../src/publish/badges/slo-badges.js';
import { publicSlos } from '../../../src/publish/site/public-slos.js';
import type { Site } from '../../../src/publish/site/site.js';
import { HOSTILE_TEXTS } from '../../support/hostile-text.js';
import { samplePage } from '../../support/public-app.js';
import type { SampleSlo } from '../../support/sample-snapshot.js';
import { hostileSite, siteWith } from '../../support/sample-site.js';
import { wellFormedXml } from '../../support/well-formed-xml.js';

/** What a screen reader reads of it, and the colour of its right half. */
function read(svg: { readonly body: Buffer }) {
  const elements = wellFormedXml(svg.body.toString());
  const fill = elements.filter(({ name, attributes }) => name === 'rect' && attributes['fill']?.startsWith('#'));
  return { text: elements[0]!.attributes['aria-label'], fill: fill.at(-1)!.attributes['fill'] };
}

const RENDERERS = { stateBadge, sliBadge, budgetBadge };

function of(slo: SampleSlo, kind: keyof typeof RENDERERS, site: Partial<Site> = {}, language: Language = 'en') {
  const whole = siteWith([{ displayName: 'Availability', ...slo }], {}, site);
  return read(RENDERERS[kind](publicSlos(whole.snapshot)[0]!, whole, samplePage({ languages: [language] })));
}

describe('stateBadge(), sliBadge() and budgetBadge()', () => {
  it('tell state, SLI and budget', () => {
    expect(of({}, 'stateBadge').text).toBe('Availability: Met · 99.986%');
    expect(of({ state: 'violated' }, 'stateBadge').text).toBe('Availability: Violated · 99.869%');
    expect(of({}, 'sliBadge').text).toBe('Availability: 99.986% / 99.9%');
    expect(of({ state: 'at_risk' }, 'budgetBadge').text).toBe('Availability: 38% left');
    expect(of({ state: 'violated' }, 'budgetBadge').text).toBe('Availability: overspent by 31%');
    expect(of({}, 'stateBadge', {}, 'ja').text).toBe('Availability: 達成 · 99.986%');
  });

  it.each(['stateBadge', 'sliBadge', 'budgetBadge'] as const)(
    '%s() knows nothing without data, nor when figures are old',
    (kind) => {
      const none = of({ state: 'no_data' }, kind);
      expect(none.text).toBe('Availability: no data');
      expect(none.fill).toBe('#52616d');
      expect(of({}, kind, { staleForMs: 300_000 })).toEqual(none);
    },
  );

  it('tell the worst of several objectives', () => {
    const objectives = [
      { name: 'a', displayName: 'Fast', objectiveName: '50ms', number: 1 },
      { name: 'a', displayName: 'Fast', objectiveName: '500ms', number: 2, state: 'violated', objective: 0.9999 },
    ] as const;
    const site = siteWith(objectives);
    const [slo, ...others] = publicSlos(site.snapshot);
    expect(others).toEqual([]);
    expect(read(stateBadge(slo!, site, samplePage())).text).toBe('Fast: Violated · 99.9868%');
  });

  it('have a colour for each state', () => {
    const fills = (['met', 'at_risk', 'violated', 'no_data'] as const).map((state) => of({ state }, 'stateBadge').fill);
    expect(new Set(fills).size).toBe(4);
  });
});

describe('siteBadge()', () => {
  const whole = (slos: readonly SampleSlo[], site: Partial<Site> = {}) =>
    read(siteBadge(siteWith(slos, {}, site), samplePage())).text;

  it('tells the worst state and how many SLOs are in it', () => {
    expect(whole([{}, {}])).toBe('Example Resolver: Met');
    expect(whole([{}, { state: 'at_risk' }, { state: 'violated' }, { state: 'violated' }])).toBe(
      'Example Resolver: Violated 2/4',
    );
    expect(whole([{ state: 'no_data' }, {}])).toBe('Example Resolver: No data 1/2');
    expect(whole([{ state: 'no_data' }, { state: 'no_data' }])).toBe('Example Resolver: No data');
  });

  it('is never met where nothing is known', () => {
    expect(whole([])).toBe('Example Resolver: No data');
    expect(whole([{}], { snapshot: null })).toBe('Example Resolver: No data');
    expect(whole([{}], { staleForMs: 60_000 })).toBe('Example Resolver: No data');
  });
});

describe('badge()', () => {
  it.each(Object.entries(HOSTILE_TEXTS))('is well-formed, harmless and short with %s', (_, text) => {
    const site = hostileSite([text]);
    for (const render of Object.values(RENDERERS)) {
      const elements = wellFormedXml(
        render(publicSlos(site.snapshot)[0]!, site, samplePage({ title: text })).body.toString(),
      );
      expect(elements.map(({ name }) => name)).not.toContain('script');
      expect(Number(elements[0]!.attributes['width'])).toBeLessThan(1_600);
      expect(elements[0]!.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
    wellFormedXml(siteBadge(site, samplePage({ title: text })).body.toString());
  });

  it.each(['met', 'at_risk', 'violated', 'no_data'] as const)('can be read when %s', (state) => {
    const svg = badge({ label: 'a', message: 'b', state }).body.toString();
    const fills = [...svg.matchAll(/<rect [^>]*fill="(#[0-9a-f]{6})"/g)].map((match) => match[1]!);
    expect(fills).toHaveLength(2);
    // The gloss lays a tenth of #bbb over the top.
    for (const fill of fills)
      expect(contrastToWhite(channels(fill).map((value) => 0.9 * value + 0.1 * 0xbb))).toBeGreaterThan(4.5);
  });
});

const channels = (colour: string) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** WCAG 2.2, contrast ratio. */
function contrastToWhite(colour: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = colour
    .map((value) => value / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}
