import { describe, expect, it } from 'vitest';

import { repliedEnd } from '../../src/measure/attempt.js';
import { evidenceOf } from '../../src/measure/evidence-of.js';
import { requestFor, streamRoute } from '../support/stream-rig.js';

describe('evidenceOf()', () => {
  it.each([50, 9_000])('copies of a reply of %i bytes what it keeps, and not what it is a part of', (length) => {
    const series = { vantage: 'v', probe: 'p', resolver: 'r', query: 'q' };
    const request = requestFor(streamRoute(53), {});
    const asked = { series, scheduledAtMs: 0, sentAtMs: 0, request, steps: null };
    const reply = Buffer.alloc(65_536, 7).subarray(100, 100 + length);
    const { bytes, byteCount } = evidenceOf(asked, repliedEnd('malformed', 0, 1, { reply }));
    const keptBytes = Math.min(length, 4_096);
    expect(bytes).toEqual(new Uint8Array(keptBytes).fill(7));
    expect(bytes!.buffer.byteLength).toBe(keptBytes);
    expect(byteCount).toBe(length);
  });
});
