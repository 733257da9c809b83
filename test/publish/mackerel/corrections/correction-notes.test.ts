import { describe, expect, it } from 'vitest';

import { HOUR_MS, MINUTE_MS } from '../../../../src/domain/clock.js';
import { downtimeMs, notedSlos } from '../../../../src/publish/mackerel/corrections/correction-notes.js';

describe('downtimeMs()', () => {
  it.each([
    ['downtime:3m', 3 * MINUTE_MS],
    ['the switch downtime:1h50m as measured', HOUR_MS + 50 * MINUTE_MS],
    ['downtime:90s', 90_000],
    ['交換済 downtime:2h', 2 * HOUR_MS],
    ['downtime:0m', 0],
    ['first line\ndowntime:3m\nlast', 3 * MINUTE_MS],
  ])('reads %j', (text, ms) => expect(downtimeMs(text)).toBe(ms));

  it.each(['', 'downtime', 'downtime:', 'downtime:3', 'downtime:m', 'xdowntime:3m', 'downtime:3m,', 'downtime:-3m'])(
    'finds nothing in %j',
    (text) => expect(downtimeMs(text)).toBeNull(),
  );
});

describe('notedSlos()', () => {
  const known = ['availability', 'latency', 'a.b'];

  it.each([
    ['SLO:availability', ['availability']],
    ['load test SLO:latency,a.b until noon', ['latency', 'a.b']],
    ['SLO:latency SLO:availability', ['availability', 'latency']],
    ['SLO:*', known],
    ['SLO:gone', []],
    ['slo:availability', []],
    ['SLO: availability', []],
    ['', []],
  ])('names of %j those there are', (text, names) => expect(notedSlos(text, known)).toEqual(names));
});
