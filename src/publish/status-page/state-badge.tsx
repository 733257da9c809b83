import type { VNode } from 'preact';

import type { SloState } from '../../domain/slo-status.js';
import type { PageContext } from './page-context.js';

/** The state in a word, with a sign of its own shape: colour is never the only difference. */
export function StateBadge({ state, page }: { readonly state: SloState; readonly page: PageContext }): VNode {
  return (
    <span class={`badge ${state}`}>
      <StateIcon state={state} />
      {page.text.state[state]}
    </span>
  );
}

/** A tick in a disc, a triangle, a cross in an octagon, a dashed ring. */
export function StateIcon({ state }: { readonly state: SloState }): VNode {
  return (
    <svg class={`icon ${state}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path class="icon-shape" d={SHAPES[state]} />
      <path class="icon-mark" d={MARKS[state]} />
    </svg>
  );
}

const DISC = 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z';

const SHAPES: Readonly<Record<SloState, string>> = {
  met: DISC,
  at_risk: 'M8 1.2 15.4 14.6H.6z',
  violated: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z',
  no_data: DISC,
};

const MARKS: Readonly<Record<SloState, string>> = {
  met: 'm4.8 8.3 2.2 2.2 4.3-4.6',
  at_risk: 'M8 5.8v4M8 11.9v.4',
  violated: 'm5.4 5.4 5.2 5.2m0-5.2-5.2 5.2',
  no_data: 'M5 8h6',
};
