import type { VNode } from 'preact';

import { isoTime } from '../../domain/clock.js';
import type { PageContext } from './page-context.js';

interface InstantProps {
  readonly timeMs: number;
  readonly page: PageContext;
}

/**
 * A point in time: in the page's zone, with UTC beside it where that is another. Where scripts run, the
 * page's zone becomes the reader's (`comfort-script.ts`).
 */
export function Instant({ timeMs, page }: InstantProps): VNode {
  const { time } = page;
  const isUtc = time.offsetMinutes(timeMs) === 0;
  return (
    <time class="instant" datetime={isoTime(timeMs)}>
      {isUtc ? `${time.dateTime(timeMs)} UTC` : `${time.dateTime(timeMs)} (${time.utcTime(timeMs)} UTC)`}
    </time>
  );
}
