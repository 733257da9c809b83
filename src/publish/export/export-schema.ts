import { type Static, Type } from 'typebox';

import { MINUTE_MS } from '../../domain/clock.js';
import { formatDuration, parseDurationMs } from '../../domain/duration.js';
import { duration, durationMs, section, type SettingRule, text } from '../../domain/setting.js';

/** The site as files, written while the daemon runs. */
export interface SiteExportConfig {
  /** Absolute path. */
  readonly folder: string;
  /** Shortest time between the beginnings of two exports of figures. */
  readonly everyMs: number;
  /** From so long after they were made pages say not to rely on them. */
  readonly staleAfterMs: number;
}

/** Pages must not call themselves out of date while exports come as they should. */
const staysFresh: SettingRule = ({ every, staleAfter }) => {
  const [everyMs, staleAfterMs] = [msOf(every ?? EVERY), msOf(staleAfter)];
  if (everyMs === null || staleAfterMs === null || staleAfterMs >= FRESH_FOR * everyMs) return [];
  return [
    { at: '/staleAfter', message: `must be at least ${String(FRESH_FOR)} times "every" (${formatDuration(everyMs)})` },
  ];
};

const EVERY = '1m';
const STALE_AFTER_MS = 10 * MINUTE_MS;
/** So many exports may be missed. */
const FRESH_FOR = 3;

function msOf(found: unknown): number | null {
  return typeof found === 'string' ? parseDurationMs(found) : null;
}

const siteExportSchema = section(
  {
    dir: text({
      form: 'path',
      description:
        'Folder for the files, relative to this file: made where it is missing, else empty or one that was exported to before.',
    }),
    every: duration({
      min: '10s',
      max: '1d',
      default: EVERY,
      description: 'Shortest time between two exports of figures; what operators record is exported at once.',
    }),
    staleAfter: Type.Optional(
      duration({
        min: '1m',
        max: '30d',
        description:
          'From so long after they were made pages say not to rely on them; default: 10m, or three times `every` where that is longer.',
      }),
    ),
  },
  { description: 'The whole site as files for another host or a CDN, as it changes; absent: none.', rule: staysFresh },
);

export function toSiteExport(
  { dir, every, staleAfter }: Static<typeof siteExportSchema>,
  resolvePath: (path: string) => string,
): SiteExportConfig {
  const everyMs = durationMs(every);
  const byDefaultMs = Math.max(STALE_AFTER_MS, FRESH_FOR * everyMs);
  const staleAfterMs = staleAfter === undefined ? byDefaultMs : durationMs(staleAfter);
  return { folder: resolvePath(dir), everyMs, staleAfterMs };
}

/** Which files of a folder are ours, and what is in them. */
export const EXPORT_MANIFEST = '.resolver-slo-export.json';

/** Optional in the section of the public site. */
export const siteExportSetting = Type.Optional(siteExportSchema);
