import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { damageLogger } from '../../src/daemon/damage-logger.js';
import { HistoryThread } from '../../src/daemon/history/thread.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import type { CellDamage } from '../../src/record/cell-damage.js';
import { Database } from '../../src/record/store/sqlite/driver.js';
import { minuteCell, seriesNamed } from '../support/cell-samples.js';
import { RecordingLog } from '../support/recording-log.js';
import { slo } from '../support/slo-samples.js';
import { allCells, tempFolder, tempStore } from '../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1, 10);

describe('HistoryThread', () => {
  it('answers from what can be read, and has damage logged once that others found before', async () => {
    const file = join(tempFolder(), 'store.db');
    const log = new RecordingLog();
    const onDamage = damageLogger(log);
    const store = tempStore({ file, onDamage });
    const seriesId = await store.seriesId(seriesNamed('ns1'));
    await store.writeMinutes(
      [0, 1].map((minute) => minuteCell({ seriesId, startMs: T0 + minute * MINUTE_MS, rttsUs: [100, 200] })),
      0,
    );
    const database = new Database(file);
    database.prepare('UPDATE minutes SET data = ? WHERE start = ?').run(Buffer.of(0x80), T0 / MINUTE_MS);
    database.close();
    const told: CellDamage[] = [];
    const thread = new HistoryThread(file, log, (damage) => {
      told.push(damage);
      onDamage(damage);
    });
    onTestFinished(() => thread.close());
    await allCells(store, 'minute');
    const query = { seriesIds: [seriesId], fromMs: T0, toMs: T0 + 2 * MINUTE_MS, stepMs: null, phase: null };
    for (let visit = 0; visit < 2; visit++) {
      expect((await thread.latency(query)).points).toMatchObject([{ count: 2, maxUs: 200 }]);
    }
    expect(told).toHaveLength(1);
    expect(log.lines.map(({ level, message }) => [level, message.slice(file.length, file.length + 34)])).toEqual([
      ['error', ': the minute 2026-10-01T10:00:00Z '],
    ]);
  });

  it("tells what an SLO did step by step, and which questions are the asker's fault", async () => {
    const file = join(tempFolder(), 'store.db');
    const log = new RecordingLog();
    const store = tempStore({ file });
    const seriesId = await store.seriesId(seriesNamed('ns1'));
    await store.writeMinutes([minuteCell({ seriesId, startMs: T0, rttsUs: [100, 200], others: { timeout: 2 } })], 0);
    const thread = new HistoryThread(file, log, () => undefined);
    onTestFinished(() => thread.close());
    const slos = [slo({ name: 'availability', objective: 0.5 })];
    const told = await thread.sloHistory({ slos, asked: { kind: 'window', toMs: T0 + MINUTE_MS } });
    expect(told.objectives[0]?.points.at(-1)).toMatchObject({ good: 2, valid: 4, sli: 0.5, remaining: 0 });
    const asked = { kind: 'range', fromMs: T0, toMs: T0, stepMs: null } as const;
    await expect(thread.sloHistory({ slos, asked })).rejects.toMatchObject({ code: 'HISTORY_RANGE_INVALID' });
  });
});
