import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { accentFault } from '../../../src/publish/look/accent-fault.js';
import { contrastRatio } from '../../../src/publish/look/contrast-ratio.js';

describe('contrastRatio()', () => {
  it('is that of WCAG', () => {
    expect(contrastRatio('#000', '#ffffff')).toBeCloseTo(21, 10);
    expect(contrastRatio('#777777', '#fff')).toBeCloseTo(4.478, 3);
    expect(contrastRatio('#ff0000', '#0000ff')).toBeCloseTo(2.149, 3);
  });

  it('does not depend on which colour lies on the other', () => {
    const colour = fc.integer({ min: 0, max: 0xffffff }).map((rgb) => `#${rgb.toString(16).padStart(6, '0')}`);
    fc.assert(fc.property(colour, colour, (a, b) => contrastRatio(a, b) === contrastRatio(b, a)));
  });
});

describe('accentFault()', () => {
  it('accepts what can be read on every ground of its scheme', () => {
    expect(accentFault('light')('#7A1FA2')).toBeNull();
    expect(accentFault('dark')('#e0b0ff')).toBeNull();
  });

  it('refuses the accent of one scheme in the other, with the ratio it has', () => {
    expect(accentFault('dark')('#7a1fa2')).toMatch(/dark scheme, and has [12]\.\d\d:1 on #202b35$/);
    expect(accentFault('light')('#e0b0ff')).toMatch(/light scheme, and has 1\.\d\d:1 on #e9edf1$/);
  });

  it('never rounds up to what would be enough', () => {
    // 4.5:1 on the card, not on what is darker.
    expect(accentFault('light')('#767676')).toMatch(/has 3\.8\d:1/);
  });

  it.each(['red', '#fff', '#12345g', '#1234567', 'url(x)#111111'])('refuses %s', (found) => {
    expect(accentFault('light')(found)).toBe('must be a colour as #rrggbb');
  });
});
