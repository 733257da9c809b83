import { ceilTo, MINUTE_MS } from '../domain/clock.js';
import type { RetentionConfig } from '../record/config.js';

/** From when on minutes are kept: what is older is due to be removed, and no import may add to it. */
export async function minutesKeptFromMs(
  store: { minutesFromMs(): Promise<number> },
  { minutesMs }: RetentionConfig,
  nowMs: number,
): Promise<number> {
  return Math.max(ceilTo(nowMs - minutesMs, MINUTE_MS), await store.minutesFromMs());
}
