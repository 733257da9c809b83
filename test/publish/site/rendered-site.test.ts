import { describe, expect, it, vi } from 'vitest';

import { silentLog } from '../../../src/domain/log.js';
import { Representation } from '../../../src/publish/http/representation.js';
import { PageFactory } from '../../../src/publish/site/page-factory.js';
import { RenderedSite } from '../../../src/publish/site/rendered-site.js';
import type { Site } from '../../../src/publish/site/site.js';
import { ONE, type SitePart } from '../../../src/publish/site/site-part.js';
import { sampleHistory, samplePublicOptions } from '../../support/public-app.js';
import { sampleIncident, siteWith } from '../../support/sample-site.js';

const VARIANT = { language: 'en', isInFolder: false };

/** A part whose readings and renderings are counted. */
function rig(spec: Partial<SitePart> = {}) {
  const { config, version, siteKey, clock } = samplePublicOptions();
  const pages = new PageFactory({ ...config, version, siteKey });
  const rendered = new RenderedSite({ pages, history: sampleHistory(), clock, log: silentLog });
  const read = vi.fn(() => Promise.resolve({ read: read.mock.calls.length }));
  const render = vi.fn(() => new Representation('text/plain', Buffer.from(String(render.mock.calls.length))));
  const part: SitePart = { route: '/x', kind: 'page', list: ONE, render, load: { maxAgeMs: 60_000, read }, ...spec };
  const get = async (site: Site) => (await rendered.get(site, part, {}, VARIANT))?.body.toString();
  return { get, read, render };
}

describe('RenderedSite', () => {
  it('renders once for each change, and reads once for a minute', async () => {
    const { get, read, render } = rig();
    const [before, after] = [siteWith([{}]), siteWith([{}])];
    expect([await get(before), await get(before), await get(after)]).toEqual(['1', '1', '2']);
    expect([read.mock.calls.length, render.mock.calls.length]).toEqual([1, 2]);
  });

  it('renders what is made of its reading alone once for each reading', async () => {
    const { get, render } = rig({ isOfDetailAlone: true });
    expect([await get(siteWith([{}])), await get(siteWith([{}]))]).toEqual(['1', '1']);
    expect(render.mock.calls).toHaveLength(1);
  });

  it('reads anew for SLOs that are defined otherwise', async () => {
    const { get, read } = rig();
    await get(siteWith([{ displayName: 'A' }]));
    await get(siteWith([{ displayName: 'A' }]));
    expect(read.mock.calls).toHaveLength(1);
    await get(siteWith([{ displayName: 'A' }, { displayName: 'B' }]));
    expect(read.mock.calls).toHaveLength(2);
  });

  it('reads anew once something else is asked', async () => {
    const read = vi.fn(() => Promise.resolve({}));
    const of = ({ records }: Site) => records.incidents[0]?.slos;
    const { get } = rig({ load: { maxAgeMs: 60_000, read, of } });
    for (const slos of [['slo-1'], ['slo-1'], ['slo-1', 'slo-2']])
      await get(siteWith([{}, {}], { incidents: [sampleIncident({ slos })] }));
    expect(read.mock.calls).toHaveLength(2);
  });
});
