import { expect, it, describe } from 'vitest';

import { damageLogger } from '../../src/daemon/damage-logger.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import type { CellDamage } from '../../src/record/cell-damage.js';
import { seriesNamed } from '../support/cell-samples.js';
import { RecordingLog } from '../support/recording-log.js';

const DAMAGE: CellDamage = {
  file: 'store.db',
  resolution: 'minute',
  startMs: 1_440 * MINUTE_MS,
  source: 0,
  seriesId: 1,
  series: seriesNamed('ns1'),
  fault: 'found 3 bytes',
};

describe('damageLogger()', () => {
  it('logs a row once, whoever tells of it and with which words', () => {
    const log = new RecordingLog();
    const onDamage = damageLogger(log);
    for (const fault of ['found 3 bytes', 'found 3 bytes', 'found no histogram']) onDamage({ ...DAMAGE, fault });
    expect(log.lines).toMatchObject([{ level: 'error', fields: { damage: DAMAGE } }]);
  });

  it('takes rows that differ in any part of their key for different ones', () => {
    const log = new RecordingLog();
    const onDamage = damageLogger(log);
    const others: readonly Partial<CellDamage>[] = [
      { resolution: 'hour' },
      { startMs: DAMAGE.startMs + MINUTE_MS },
      { source: 1 },
      { seriesId: 2 },
    ];
    for (const other of [{}, ...others, ...others]) onDamage({ ...DAMAGE, ...other });
    expect(log.lines).toHaveLength(1 + others.length);
  });
});
