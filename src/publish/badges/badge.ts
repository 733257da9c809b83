import { makeBadge } from 'badge-maker';

import type { SloState } from '../../domain/slo-status.js';
import { Representation } from '../http/representation.js';
import { plainLine, shortened } from '../markdown/plain-characters.js';
import { lightColour } from '../status-page/colour-values.js';

export interface BadgeText {
  readonly label: string;
  readonly message: string;
  readonly state: SloState;
}

const LONGEST_LABEL = 60;
const LONGEST_MESSAGE = 80;

/** On these the white text of a badge reaches 4.5:1, the gloss included (WCAG 2.2, 1.4.3). */
const COLOURS: Readonly<Record<SloState, string>> = {
  met: lightColour('met-text'),
  at_risk: lightColour('risk-text'),
  violated: lightColour('bad-text'),
  no_data: lightColour('none-text'),
};

/** A badge as those of shields.io: what, and how it stands. */
export function badge({ label, message, state }: BadgeText): Representation {
  const svg = makeBadge({
    // An SVG has no `<bdi>`: what turns text round is left out.
    label: shortened(plainLine(label), LONGEST_LABEL),
    message: shortened(plainLine(message), LONGEST_MESSAGE),
    labelColor: lightColour('text'),
    color: COLOURS[state],
    style: 'flat',
  });
  return new Representation('image/svg+xml; charset=utf-8', svg);
}
