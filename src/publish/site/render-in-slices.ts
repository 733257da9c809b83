import { setImmediate } from 'node:timers/promises';

import type { Representation } from '../http/representation.js';
import type { PageContext } from '../status-page/page-context.js';
import type { SitePart } from './site-part.js';

/** Rendering lets requests in between after so long. */
const SLICE_MS = 3;

/** Renders a part; what is large is made in steps, between which others get their turn. */
export async function renderInSlices(
  part: SitePart,
  page: PageContext,
  input: Parameters<SitePart['render']>[1],
): Promise<Representation> {
  let sliceBeganAt = performance.now();
  for (const step of part.prepare?.(page, input) ?? []) {
    step();
    if (performance.now() - sliceBeganAt < SLICE_MS) continue;
    await setImmediate();
    sliceBeganAt = performance.now();
  }
  return part.render(page, input);
}
