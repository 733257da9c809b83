import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../../../src/app/evaluate-at.js';
import type { Resolution } from '../../../../src/domain/cell.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/domain/clock.js';
import { OUTCOMES } from '../../../../src/domain/outcome.js';
import type { SqliteStore } from '../../../../src/record/store/sqlite/sqlite-store.js';
import { minuteCell, seriesNamed } from '../../../support/cell-samples.js';
import { slo } from '../../../support/slo-samples.js';
import { allCells, tempStore } from '../../../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1);
const RETENTION = { minutesMs: 2 * DAY_MS, hoursMs: 4 * DAY_MS, daysMs: 20 * DAY_MS };
const SLO = slo({ name: 'availability', maintenance: 'exclude', maintenanceNoticeMs: 0 });

/** Ten days of a failure a minute at every third one, with a clock that the test sets. */
async function tenDays() {
  const clock = { ms: T0 - DAY_MS, nowMs: () => clock.ms };
  const store = tempStore({ clock });
  const seriesId = await store.seriesId(seriesNamed('ns1'));
  const cells = Array.from({ length: 10 * 24 * 20 }, (_, i) =>
    minuteCell({ seriesId, startMs: T0 + i * 3 * MINUTE_MS, rttsUs: [900, 901], others: { timeout: i % 7 } }),
  );
  return { clock, store, cells };
}

async function keep(store: SqliteStore, nowMs: number): Promise<void> {
  while (await store.rollUpStep(nowMs));
  while (await store.pruneStep(RETENTION, nowMs));
}

/** Works from 10:20 to 13:00 of the second day, and a part of the third day's first hour. */
async function takeOut(store: SqliteStore): Promise<void> {
  const work = { title: 'Move', message: null, slos: [], by: 'ops' };
  const dayMs = T0 + DAY_MS;
  await store.operators.addMaintenance({
    ...work,
    fromMs: dayMs + 10 * HOUR_MS + 20 * MINUTE_MS,
    toMs: dayMs + 13 * HOUR_MS,
  });
  const correction = { slo: 'availability', kind: 'exclude', reason: 'the carrier', by: 'ops' } as const;
  await store.operators.addCorrection({ ...correction, fromMs: dayMs + DAY_MS, toMs: dayMs + DAY_MS + 7 * MINUTE_MS });
}

async function figures(store: SqliteStore, atMs: number) {
  const [status] = await evaluateAt({ history: store, alertStates: null, roundMsOf: () => 1000 }, [SLO], atMs);
  const { good, valid, excluded, asMeasured } = status ?? expect.unreachable();
  return { good, valid, excluded, asMeasured };
}

/** Starts of the cells, in hours since the first day. */
async function hoursOf(store: SqliteStore, resolution: Resolution, beforeMs: number): Promise<readonly number[]> {
  const cells = await allCells(store, resolution);
  const starts = cells
    .filter(({ startMs }) => startMs < beforeMs)
    .map(({ startMs }) => Math.floor((startMs - T0) / HOUR_MS));
  return [...new Set(starts)];
}

describe('time that operators took out', () => {
  it('stays known by the minute and by the hour where it begins or ends, as long as days are kept', async () => {
    const { clock, store, cells } = await tenDays();
    await takeOut(store);
    await store.writeMinutes(cells, 0);
    clock.ms = T0 + 10 * DAY_MS;
    await keep(store, clock.ms);
    expect(await hoursOf(store, 'minute', T0 + 8 * DAY_MS)).toEqual([34, 48]);
    const ofTwoDays = Array.from({ length: 48 }, (_, hour) => 24 + hour);
    expect(await hoursOf(store, 'hour', T0 + 6 * DAY_MS)).toEqual(ofTwoDays);
    clock.ms = T0 + 23 * DAY_MS;
    await keep(store, clock.ms);
    expect([await hoursOf(store, 'minute', clock.ms), await hoursOf(store, 'hour', clock.ms)]).toEqual([[], []]);
    expect(await store.pruneStep(RETENTION, clock.ms)).toBe(false);
  });

  it('leaves figures as they were once minutes and hours are removed', async () => {
    const { clock, store, cells } = await tenDays();
    await takeOut(store);
    await store.writeMinutes(cells, 0);
    clock.ms = T0 + 10 * DAY_MS;
    const before = await figures(store, clock.ms);
    expect(before.excluded).toMatchObject({ maintenance: expect.any(Number) as number, correction: 2 * 3 + 1 + 2 + 3 });
    await keep(store, clock.ms);
    expect(await figures(store, clock.ms)).toEqual(before);
  });

  it('is told apart in what is imported of it afterwards', async () => {
    const { clock, store, cells } = await tenDays();
    await takeOut(store);
    await store.writeMinutes(cells, 0);
    clock.ms = T0 + 10 * DAY_MS;
    await keep(store, clock.ms);
    const before = await figures(store, clock.ms);
    const batch = store.openImport({ nowMs: clock.ms, retention: RETENTION });
    const timeout = { series: seriesNamed('ns1'), outcomeCode: OUTCOMES.indexOf('timeout'), rttUs: NaN, count: 1 };
    const fourMs = [10 * HOUR_MS + 19 * MINUTE_MS, 10 * HOUR_MS + 20 * MINUTE_MS, 12 * HOUR_MS, 13 * HOUR_MS];
    for (const ms of fourMs) batch.add({ ...timeout, timeMs: T0 + DAY_MS + ms });
    await batch.commit({ sha256: createHash('sha256').update('late').digest(), name: 'late' });
    const after = await figures(store, clock.ms);
    expect(after).toMatchObject({ good: before.good, valid: before.valid + 2 });
    expect(after.excluded.maintenance).toBe(before.excluded.maintenance + 2);
  });

  it('does not divide what is only kept by the hour: a window that holds the hour has all of it', async () => {
    const clock = { nowMs: () => T0 + 100 * DAY_MS };
    const store = tempStore({ clock });
    const retention = { ...RETENTION, hoursMs: 200 * DAY_MS, daysMs: 400 * DAY_MS };
    const batch = store.openImport({ nowMs: clock.nowMs(), retention });
    const answered = { series: seriesNamed('ns1'), outcomeCode: OUTCOMES.indexOf('answered'), rttUs: 900, count: 3 };
    for (let ms = 0; ms < 2 * DAY_MS; ms += 10 * MINUTE_MS) batch.add({ ...answered, timeMs: T0 + ms });
    await batch.commit({ sha256: createHash('sha256').update('old').digest(), name: 'old' });
    const day = { ...SLO, periodMs: DAY_MS, periodText: '1d' };
    const odd = {
      ...day,
      key: 'odd',
      calendar: { unit: 'day', count: 1, timeZone: 'UTC', anchor: '2026-01-01 21:30' } as const,
    };
    const deps = { history: store, alertStates: null, roundMsOf: () => 1000 };
    for (const slos of [[day], [day, odd]]) {
      const [status] = await evaluateAt(deps, slos, T0 + 2 * DAY_MS);
      expect(status).toMatchObject({ valid: 3 * 144, burnRates: { '1h': 0, '6h': 0 } });
      const [during] = await evaluateAt(deps, slos, T0 + 2 * DAY_MS - 20 * MINUTE_MS);
      expect(during?.alerts.find(({ name }) => name === 'no-data')?.state).toBe('ok');
    }
  });
});
