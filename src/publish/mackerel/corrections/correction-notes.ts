import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../domain/clock.js';

const DOWNTIME = /^downtime:(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$/;

/**
 * How long an alert stood for a real outage, as `downtime:3m` or `downtime:1h50m` in a text says; `null`
 * where it says nothing. Stands apart from other words by blanks.
 */
export function downtimeMs(text: string): number | null {
  for (const word of wordsOf(text)) {
    const found = DOWNTIME.exec(word);
    if (found === null || word === 'downtime:') continue;
    const [hours, minutes, seconds] = found.slice(1).map((part) => Number(part as string | undefined) || 0);
    return (hours ?? 0) * HOUR_MS + (minutes ?? 0) * MINUTE_MS + (seconds ?? 0) * SECOND_MS;
  }
  return null;
}

/** The SLOs that `SLO:a`, `SLO:a,b` or `SLO:*` in a text names, of those there are. */
export function notedSlos(text: string, known: readonly string[]): readonly string[] {
  const named = wordsOf(text).flatMap((word) => (word.startsWith('SLO:') ? word.slice(4).split(',') : []));
  return named.includes('*') ? known : known.filter((name) => named.includes(name));
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}
