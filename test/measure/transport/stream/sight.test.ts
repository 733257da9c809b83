import { describe, expect, it } from 'vitest';

import { latenessMs } from '../../../../src/measure/transport/stream/sight.js';

describe('latenessMs()', () => {
  it('counts only what is certain: the kernel’s ticks may be 10 ms too many', () => {
    expect(latenessMs({ seenAtMs: 1_000, waitedMs: 0 }, 0)).toBe(0);
    expect(latenessMs({ seenAtMs: 1_000, waitedMs: 10 }, 0)).toBe(0);
    expect(latenessMs({ seenAtMs: 1_000, waitedMs: 510 }, 0)).toBe(500);
  });

  it('is never longer than what it is part of', () => {
    expect(latenessMs({ seenAtMs: 1_000, waitedMs: 510 }, 900)).toBe(100);
    expect(latenessMs({ seenAtMs: 1_000, waitedMs: 510 }, 1_001)).toBe(0);
  });

  it('is nothing where the kernel does not tell', () => {
    expect(latenessMs({ seenAtMs: 1_000, waitedMs: null }, 0)).toBe(0);
  });
});
