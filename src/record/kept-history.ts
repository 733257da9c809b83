import { DAY_MS, floorTo, HOUR_MS } from '../domain/clock.js';
import type { RetentionConfig } from './config.js';
import type { RecordStore } from './record-store.js';

/** From when on history is known by the minute, by the hour and by the day. What is due to be removed is as good as gone. */
export async function keptHistory(
  store: Pick<RecordStore, 'minutesFromMs'>,
  retention: RetentionConfig,
  nowMs: number,
) {
  const minutesFromMs = floorTo(nowMs - retention.minutesMs, HOUR_MS);
  return {
    minutesFromMs: Math.max(minutesFromMs, await store.minutesFromMs()),
    hoursFromMs: floorTo(nowMs - retention.hoursMs, DAY_MS),
    daysFromMs: floorTo(nowMs - retention.daysMs, DAY_MS),
  };
}
