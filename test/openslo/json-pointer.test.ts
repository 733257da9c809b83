import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { pointerParts, pointerTo } from '../../src/openslo/document/json-pointer.js';

describe('pointerTo()', () => {
  it('escapes as RFC 6901 §3 says', () => {
    expect(pointerTo('/a', 'b/c', '~d', 0)).toBe('/a/b~1c/~0d/0');
  });

  it('is undone by pointerParts()', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (parts) => {
        expect(pointerParts(pointerTo('', ...parts))).toEqual(parts);
      }),
    );
  });
});
