import type { VNode } from 'preact';

import type { SloHistory } from '../../domain/slo-history.js';
import { formatRtt } from '../status-page/format-rtt.js';
import { formatShare } from '../status-page/format-share.js';
import type { PageContext } from '../status-page/page-context.js';
import { FoldedTable } from './folded-table.js';
import { failedCount } from './heat-map-geometry.js';

interface BandTableProps {
  readonly history: SloHistory;
  readonly page: PageContext;
}

/** How response times are spread over the whole time, fastest first. */
export function BandTable({ history, page }: BandTableProps): VNode {
  const { heat } = page.text.sloPage;
  const rows = rowsOf(history);
  const share = (count: number): string => formatShare(count / Math.max(1, history.latency.count), 3);
  return (
    <FoldedTable
      title={heat.inFigures}
      columns={[heat.band, heat.queries, heat.share, heat.sharesUpTo]}
      rows={rows.map(({ upToUs, count, upTo }) => [
        upToUs === null ? heat.failed : heat.upTo(formatRtt(upToUs)),
        page.formatCount(count),
        share(count),
        upToUs === null ? '–' : share(upTo),
      ])}
    />
  );
}

interface BandRow {
  /** `null`: not answered. */
  readonly upToUs: number | null;
  readonly count: number;
  /** So many were so fast or faster. */
  readonly upTo: number;
}

function rowsOf({ bandsUs, points }: SloHistory): readonly BandRow[] {
  let upTo = 0;
  const bands = bandsUs.map((upToUs, band): BandRow => {
    const count = points.reduce((sum, { answeredByBand }) => sum + (answeredByBand[band] ?? 0), 0);
    upTo += count;
    return { upToUs, count, upTo };
  });
  const failed = points.reduce((sum, point) => sum + failedCount(point), 0);
  return [...bands, { upToUs: null, count: failed, upTo: upTo + failed }];
}
