import { DAY_MS } from '../../domain/clock.js';
import { formatDuration } from '../../domain/duration.js';
import type { Problem } from '../../domain/problem.js';
import { LONGEST_ALERT_MS } from '../../judge/alert/default-alerts.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { Draft, Rule } from '../draft.js';
import { hasWholeHourOffset } from './whole-hour-offset.js';

/** Days that the status page shows of each SLO. */
const PAGE_DAYS_MS = 90 * DAY_MS;

/** What is kept must answer the alerts and the page's days. */
export const retentionCovers: Rule = (draft) =>
  draft.faultyKeys.has('retention')
    ? []
    : [...inOrder(draft), ...defaultAlerts(draft), ...ownAlerts(draft), ...pageDays(draft)];

function inOrder({ config, root }: Draft): readonly Problem[] {
  const { minutesMs, hoursMs, daysMs } = config.retention;
  return [
    ...(minutesMs <= hoursMs ? [] : [tooShort(root, 'hours', hoursMs, minutesMs, 'minutes are kept so long')]),
    ...(hoursMs <= daysMs ? [] : [tooShort(root, 'days', daysMs, hoursMs, 'hours are kept so long')]),
  ];
}

/** Alert windows are read by the minute; the extra day lets a restart find all of them. */
function defaultAlerts({ config, root }: Draft): readonly Problem[] {
  const neededMs = LONGEST_ALERT_MS + DAY_MS;
  const { minutesMs } = config.retention;
  return minutesMs >= neededMs
    ? []
    : [tooShort(root, 'minutes', minutesMs, neededMs, 'the longest alert window needs them')];
}

/** An SLO's own alerts may look further back. */
function ownAlerts({ config, slos }: Draft): readonly Problem[] {
  const { minutesMs } = config.retention;
  return slos.flatMap(({ alerts }) =>
    alerts.flatMap(({ alert, place }) => {
      const neededMs = alert.lookbackMs + DAY_MS;
      if (neededMs <= minutesMs) return [];
      const message = `an alert that looks back ${formatDuration(alert.lookbackMs)} reads minutes: set retention.minutes to at least ${formatDuration(neededMs)} (it is ${formatDuration(minutesMs)}), or look back less far`;
      return [problemAt(place, '/lookbackWindow', message)];
    }),
  );
}

/** Days of a zone begin on an hour of UTC, or (India, Nepal …) only on a minute. */
function pageDays({ config, root }: Draft): readonly Problem[] {
  if (config.publicHttp === null) return [];
  const { timeZone } = config.publicHttp;
  const neededMs = PAGE_DAYS_MS + DAY_MS;
  const { minutesMs, hoursMs } = config.retention;
  if (!hasWholeHourOffset(timeZone) && minutesMs < neededMs) {
    return [
      tooShort(
        root,
        'minutes',
        minutesMs,
        neededMs,
        `90 days of ${timeZone}, whose offset is not whole hours, need them`,
      ),
    ];
  }
  return hoursMs >= neededMs ? [] : [tooShort(root, 'hours', hoursMs, neededMs, "the page's 90 days need them")];
}

function tooShort(root: Draft['root'], key: string, foundMs: number, neededMs: number, why: string): Problem {
  const message = `must be at least ${formatDuration(neededMs)}, for ${why}; found ${formatDuration(foundMs)}`;
  return problemAt(root, `/retention/${key}`, message);
}
