import { describe, expect, it } from 'vitest';

import { measuredMinute } from '../../src/app/measured-minute.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import { MemoryHistory } from '../support/memory-history.js';
import { series } from '../support/slo-samples.js';

const MINUTE = Date.parse('2026-10-20T12:00:00Z');

describe('measuredMinute()', () => {
  it('gives what the daemon measured in that minute, percentiles over all valid attempts', async () => {
    const history = new MemoryHistory();
    history.add(series('ns1'), MINUTE, [
      { outcome: 'answered', count: 19, rttUs: 900 },
      { outcome: 'timeout', count: 1 },
      { outcome: 'prober_error', count: 3 },
    ]);
    history.add(series('ns2'), MINUTE, [{ outcome: 'timeout', count: 2 }]);
    history.add(series('ns1'), MINUTE + MINUTE_MS, [{ outcome: 'answered', count: 1, rttUs: 1 }]);
    expect((await measuredMinute(history, MINUTE)).series).toEqual([
      { series: series('ns1'), valid: 20, answered: 19, p50Us: 900, p90Us: 900, p99Us: null, maxUs: 900 },
      { series: series('ns2'), valid: 2, answered: 0, p50Us: null, p90Us: null, p99Us: null, maxUs: null },
    ]);
  });

  it('has no percentiles of answers whose histogram is damaged, and tells the damage', async () => {
    const history = new MemoryHistory();
    history.add(series('ns1'), MINUTE, [
      { outcome: 'answered', count: 19, rttUs: 900 },
      { outcome: 'timeout', count: 1 },
    ]);
    history.corrupt(series('ns1'));
    expect((await measuredMinute(history, MINUTE)).series).toEqual([
      { series: series('ns1'), valid: 20, answered: 19, p50Us: null, p90Us: null, p99Us: null, maxUs: null },
    ]);
    expect(history.faults).toHaveLength(1);
  });

  it('leaves imported history out', async () => {
    const history = new MemoryHistory();
    history.add(series('ns1'), MINUTE, [{ outcome: 'answered', count: 1, rttUs: 900 }], 4);
    expect((await measuredMinute(history, MINUTE)).series).toEqual([]);
  });
});
