import type { MonthReport } from '../../app/report/month-report.js';
import { MINUTE_MS } from '../../domain/clock.js';
import type { SloContent } from '../report/content/block.js';
import { reportContent, reportedSlo } from '../report/content/report-content.js';
import { ReportBody, sloHtml } from '../report/report-html.js';
import { sitePart } from '../site/site-part.js';
import { reportStylesheet } from '../status-page/assets.js';
import { Document } from '../status-page/document.js';
import type { PageContext } from '../status-page/page-context.js';
import { renderHtml } from '../status-page/render-html.js';
import { reportMonths } from './history-months.js';
import { publicReport } from './public-report.js';

/** What was made of it step by step, for the rendering that follows. */
const prepared = new WeakMap<PageContext, readonly SloContent[]>();

/** The report of a month, as `report --month` writes it. It takes seconds to make, so it may be minutes old. */
export const reportPart = sitePart<MonthReport>({
  route: '/report/:month',
  kind: 'page',
  list: (site) => reportMonths(site).map((month) => ({ month })),
  load: {
    maxAgeMs: 10 * MINUTE_MS,
    read: async (site, { month = '' }, history) => {
      const slos = (site.snapshot?.slos ?? []).map(({ definition }) => definition);
      return publicReport(await history.report(month, slos));
    },
  },
  isOfDetailAlone: true,
  prepare: function* (page, { detail }) {
    const slos: SloContent[] = [];
    for (const place of detail.slos.keys()) {
      yield () => {
        const slo = reportedSlo(detail, place, page.text);
        sloHtml(slo);
        slos.push(slo);
      };
    }
    prepared.set(page, slos);
  },
  render: (page, { site, detail }) => {
    const content = reportContent(detail, page.text, page.version, prepared.get(page));
    return renderHtml(
      // It says itself when it was made; whether its figures are a demonstration's never changes.
      <Document page={page} site={{ ...site, staleForMs: null }} title={content.title} styles={[reportStylesheet]}>
        <ReportBody content={content} />
      </Document>,
      page,
    );
  },
});
