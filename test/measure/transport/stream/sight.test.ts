import { describe, expect, it } from 'vitest';

import { isPast, latenessMs } from '../../../../src/measure/transport/stream/sight.js';

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

describe('isPast()', () => {
  it('is certain, or it is not', () => {
    expect(isPast({ seenAtMs: 1_000, waitedMs: 0 }, 990)).toBe(false);
    expect(isPast({ seenAtMs: 1_001, waitedMs: 0 }, 990)).toBe(true);
    expect(isPast({ seenAtMs: 1_500, waitedMs: 500 }, 990)).toBe(false);
    expect(isPast({ seenAtMs: 1_500, waitedMs: null }, 990)).toBe(false);
  });
});
