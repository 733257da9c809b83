import { MINUTE_MS } from '../../domain/clock.js';
import { ONE, sitePart } from '../site/site-part.js';
import { renderHtml } from '../status-page/render-html.js';
import { ResolvConfPage } from './resolv-conf-page.js';
import { readStubTable, type StubTable } from './stub-rows.js';

/** `/resolv-conf`: what customers configure, and what that changes. */
export const resolvConfPart = sitePart<StubTable>({
  route: '/resolv-conf',
  kind: 'page',
  list: ONE,
  load: {
    maxAgeMs: MINUTE_MS,
    read: ({ snapshot }, _params, history) =>
      snapshot === null ? Promise.resolve(null) : readStubTable(snapshot, history),
  },
  render: (page, { site, detail }) => renderHtml(<ResolvConfPage site={site} table={detail} page={page} />, page),
});
