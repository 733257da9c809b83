import { expect, it } from 'vitest';
import { formatMicroseconds } from '../../src/cli/format-microseconds.js';

it.each([
  [null, '–'],
  [0, '0 µs'],
  [58, '58 µs'],
  [999, '999 µs'],
  [999.6, '1.00 ms'],
  [1_234, '1.23 ms'],
  [9_996, '10.0 ms'],
  [12_345, '12.3 ms'],
  [99_960, '100 ms'],
  [999_499, '999 ms'],
  [999_500, '1.00 s'],
  [60_000_000, '60.0 s'],
])('formatMicroseconds(%j) is %s', (us, text) => {
  expect(formatMicroseconds(us)).toBe(text);
});
