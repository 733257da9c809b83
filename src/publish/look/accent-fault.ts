import { darkColour, lightColour } from '../status-page/colour-values.js';
import { contrastRatio } from './contrast-ratio.js';

/** Text of normal size must reach this on its ground (WCAG 2.2, success criterion 1.4.3). */
const LEAST_RATIO = 4.5;

/** Everything of a page that links stand on. */
const GROUNDS = ['card', 'ground', 'soft'] as const;

/** What is wrong with a colour for links in the light (dark) scheme: what it must be; `null`: nothing. */
export function accentFault(scheme: 'light' | 'dark'): (colour: string) => string | null {
  const valueOf = scheme === 'light' ? lightColour : darkColour;
  return (colour) => {
    if (!/^#[0-9a-f]{6}$/i.test(colour)) return 'must be a colour as #rrggbb';
    const [worst] = GROUNDS.map((name) => ({ ground: valueOf(name), ratio: contrastRatio(colour, valueOf(name)) }))
      .filter(({ ratio }) => ratio < LEAST_RATIO)
      .toSorted((a, b) => a.ratio - b.ratio);
    if (worst === undefined) return null;
    // Rounded down: 4.499 must not read as if it were enough.
    const ratio = (Math.floor(worst.ratio * 100) / 100).toFixed(2);
    return `must reach a contrast of 4.5:1 on every ground of the ${scheme} scheme, and has ${ratio}:1 on ${worst.ground}`;
  };
}
