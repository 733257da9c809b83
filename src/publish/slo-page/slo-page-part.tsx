import type { SloView } from '../../domain/snapshot.js';
import { sloNames } from '../site/public-slos.js';
import { sitePart } from '../site/site-part.js';
import { MessagePage } from '../status-page/message-page.js';
import { renderHtml } from '../status-page/render-html.js';
import { drawingsOf } from './charts.js';
import { drawnHtml } from './drawing.js';
import { readSloDetail, type SloDetail, viewsOf } from './slo-detail.js';
import { SloPage } from './slo-page.js';

const MAX_AGE_MS = 60_000;

/** `/slo/NAME`: one SLO, all its objectives. */
export const sloPagePart = sitePart<SloDetail>({
  route: '/slo/:name',
  kind: 'page',
  list: sloNames,
  load: { maxAgeMs: MAX_AGE_MS, read: (site, params, history) => readSloDetail(site, params['name'], history) },
  prepare: function* (page, { site, params, detail }) {
    for (const drawing of drawingsOf(detail, viewsOf(site, params['name']), page))
      yield () => void drawnHtml(drawing, page);
  },
  render: (page, { site, params, detail }) => {
    const views = viewsOf(site, params['name']);
    if (site.snapshot === null || !hasAny(views)) return renderHtml(<MessagePage kind="notFound" page={page} />, page);
    return renderHtml(<SloPage site={site} snapshot={site.snapshot} views={views} detail={detail} page={page} />, page);
  },
});

function hasAny(views: readonly SloView[]): views is readonly [SloView, ...SloView[]] {
  return views.length > 0;
}
