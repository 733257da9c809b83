import { join } from 'node:path';

import type BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';

import { migrate, MIGRATIONS, schemaVersion } from '../../../../src/record/store/sqlite/migrate.js';
import { outcomeCode } from '../../../../src/domain/outcome.js';
import { encodeFailureDetails } from '../../../../src/record/failure-data.js';
import { encodeCellData } from '../../../../src/record/cell-data.js';
import { cellsAndStates } from '../../../../src/record/store/sqlite/migrations/001-cells-and-states.js';
import { failuresAndSecrets } from '../../../../src/record/store/sqlite/migrations/002-failures-and-secrets.js';
import { toldAlerts } from '../../../../src/record/store/sqlite/migrations/008-told-alerts.js';
import { minuteCell, seriesNamed } from '../../../support/cell-samples.js';
import { failureAt, failureQuery, timeoutAt, toKeep } from '../../../support/failure-samples.js';
import { allCells, tempFolder, tempStore } from '../../../support/temp-store.js';
import { Database } from '../../../../src/record/store/sqlite/driver.js';

function newDatabase(): BetterSqlite3.Database {
  const database = new Database(join(tempFolder(), 'test.db'));
  onTestFinished(() => void database.close());
  return database;
}

const first = 'CREATE TABLE a (x INTEGER)';
const second = 'ALTER TABLE a ADD COLUMN y INTEGER';

describe('migrate()', () => {
  it('brings incidents up of before they had post-mortems, and tells nobody of them', async () => {
    const file = join(tempFolder(), 'store.db');
    const old = new Database(file);
    migrate(old, MIGRATIONS.slice(0, 5));
    old.exec(`INSERT INTO incidents (title, impact, slos) VALUES ('T', 'minor', '["a"]');
      INSERT INTO incident_updates (incident, state, message, at_ms, recorded_at_ms, recorded_by)
      VALUES (1, 'investigating', 'M', 0, 0, 'ada')`);
    old.close();
    const { operators } = tempStore({ file });
    expect(await operators.incidents()).toMatchObject([{ slos: ['a'], postMortemUrl: null, postMortems: [] }]);
    await operators.addPostMortem(1, () => ({ url: 'https://example.org/', by: 'ada' }));
    const events = new Database(file);
    expect(events.prepare('SELECT kind, subject FROM record_events').all()).toEqual([
      { kind: 'post-mortem', subject: 1 },
    ]);
    events.close();
  });

  it('knows of the alerts that fire which targets were told of them before that was kept', async () => {
    const file = join(tempFolder(), 'store.db');
    const old = new Database(file);
    migrate(old, MIGRATIONS.slice(0, MIGRATIONS.indexOf(toldAlerts)));
    const change = old.prepare(`INSERT INTO alert_transitions
      (slo, alert, severity, from_state, to_state, at_ms, explanation, evidence) VALUES (?, 'burn', 'page', ?, ?, 0, '', '{}')`);
    for (const [slo, from, to] of [
      ['a', 'ok', 'firing'],
      ['b', 'ok', 'firing'],
      ['a', 'firing', 'ok'],
      ['c', 'ok', 'firing'],
    ])
      change.run(slo, from, to);
    old.exec(`INSERT INTO outbox_watermarks VALUES ('notify:ops', 3), ('notify:late', 4), ('mackerel', 1e12)`);
    const ids = old.prepare<[], string>('SELECT id FROM record_events ORDER BY position').pluck().all();
    old.close();
    const { outbox } = tempStore({ file });
    expect([...(await outbox.openAlerts('notify:ops'))]).toEqual([`alert-${ids[1]!}`]);
    expect((await outbox.openAlerts('notify:late')).size).toBe(2);
    expect((await outbox.openAlerts('mackerel')).size).toBe(0);
  });

  it('brings a store of the first version up, with all it holds', async () => {
    const file = join(tempFolder(), 'store.db');
    const old = new Database(file);
    migrate(old, [cellsAndStates]);
    old.exec(`INSERT INTO series VALUES (1, 'tokyo', 'public', 'ns1', 'www', 0)`);
    const data = Buffer.from(encodeCellData(minuteCell({ startMs: 0, rttsUs: [5] })));
    old.prepare('INSERT INTO minutes VALUES (60, 1, 0, ?)').run(data);
    old.close();
    const store = tempStore({ file });
    expect((await allCells(store, 'minute')).map(({ counts, phases }) => [counts.answered, phases])).toEqual([
      [1, null],
    ]);
    await store.writeMinutes([], 0, toKeep([failureAt(60_000)]));
    expect((await store.failureHistory.failures(failureQuery())).map(({ series }) => series)).toEqual([
      seriesNamed('ns1'),
    ]);
    expect(await store.integrityCheck()).toEqual([]);
  });

  it('keeps the failures of a store of the second version, the oldest of which make room first', async () => {
    const file = join(tempFolder(), 'store.db');
    const old = new Database(file);
    migrate(old, [cellsAndStates, failuresAndSecrets]);
    old.exec(`INSERT INTO series VALUES (1, 'tokyo', 'public', 'ns1', 'www', 0)`);
    const insert = old.prepare('INSERT INTO failures VALUES (1, ?, ?, ?, ?, ?, NULL)');
    for (let at = 20; at < 70; at++) {
      insert.run(at % 50, at, at, outcomeCode('timeout'), encodeFailureDetails(timeoutAt(at)));
    }
    old.close();
    const store = tempStore({ file });
    await store.writeMinutes([], 0, toKeep([timeoutAt(70)]));
    const times = (await store.failureHistory.failures(failureQuery())).map(({ scheduledAtMs }) => scheduledAtMs);
    expect([times.length, times[0], times.at(-1)]).toEqual([50, 70, 21]);
  });

  it('applies what is missing, once, in order', () => {
    const database = newDatabase();
    migrate(database, [first]);
    migrate(database, [first, second]);
    migrate(database, [first, second]);
    expect(schemaVersion(database)).toBe(2);
    expect(database.prepare('SELECT x, y FROM a').all()).toEqual([]);
  });

  it('leaves the last version that succeeded when one fails', () => {
    const database = newDatabase();
    const broken = 'CREATE TABLE b (z INTEGER); INSERT INTO nowhere VALUES (1)';
    expect(() => migrate(database, [first, broken])).toThrow(
      expect.objectContaining({
        code: 'STORE_MIGRATION_FAILED',
        message: expect.stringContaining('version 2') as string,
      }),
    );
    expect(schemaVersion(database)).toBe(1);
    expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'b'`).get()).toBeUndefined();
  });
});
