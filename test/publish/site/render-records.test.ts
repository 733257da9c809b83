import { describe, expect, it, vi } from 'vitest';

import { DAY_MS } from '../../../src/domain/clock.js';
import { Representation } from '../../../src/publish/http/representation.js';
import { renderingRecords } from '../../../src/publish/site/render-records.js';
import type { Site } from '../../../src/publish/site/site.js';
import { samplePage } from '../../support/public-app.js';
import { SAMPLE_NOW_MS, sampleSnapshot } from '../../support/sample-snapshot.js';
import { sampleIncident, sampleMaintenance, siteWith } from '../../support/sample-site.js';

const SITE = siteWith([{ name: 'a' }], { maintenances: [sampleMaintenance()] });

function renderedTwice(second: Partial<Site>, page = samplePage()): boolean {
  const render = vi.fn(() => new Representation('text/plain', 'x'));
  const rendering = renderingRecords(render);
  const first = rendering(SITE, samplePage());
  const again = rendering({ ...SITE, ...second }, page);
  expect(again === first).toBe(render.mock.calls.length === 1);
  return render.mock.calls.length === 2;
}

describe('renderingRecords()', () => {
  it('keeps what was rendered while only figures and the time change', () => {
    expect(
      renderedTwice({ snapshot: sampleSnapshot([{ name: 'a', state: 'violated' }]), nowMs: SAMPLE_NOW_MS + 1_000 }),
    ).toBe(false);
  });

  it.each<[string, Partial<Site>]>([
    ['records', { records: { ...SITE.records, incidents: [sampleIncident()] } }],
    ['which maintenance has begun', { nowMs: SAMPLE_NOW_MS + DAY_MS }],
    ['which maintenance is over', { nowMs: SAMPLE_NOW_MS + 2 * DAY_MS }],
    ['names of SLOs', { snapshot: sampleSnapshot([{ name: 'a', displayName: 'A' }]) }],
  ])('renders anew with %s', (_, site) => {
    expect(renderedTwice(site)).toBe(true);
  });

  it.each([
    ['language', samplePage({ languages: ['ja'] })],
    ['place', samplePage({}, { path: 'api/v1/incidents' })],
    ['address', samplePage({ baseUrl: 'https://example.org' })],
  ])('tells one %s from another', (_, page) => {
    expect(renderedTwice({}, page)).toBe(true);
  });
});
