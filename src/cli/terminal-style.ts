export type Colour = 'red' | 'green' | 'cyan' | 'dim' | 'bold';

/** Puts colour on a text, or leaves it alone. */
export type Paint = (colour: Colour, text: string) => string;

/** How text for people is laid out. */
export interface TextStyle {
  /** Infinity: nothing is made to fit. */
  readonly columns: number;
  readonly paint: Paint;
}

const CODES: Readonly<Record<Colour, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/** Colours for a stream; none where it is no terminal, or where NO_COLOR (https://no-color.org) or TERM=dumb forbid them. */
export function paintFor(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  const isForbidden = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return isTerminal && !isForbidden ? paint : (_, text) => text;
}

function paint(colour: Colour, text: string): string {
  const [on, off] = CODES[colour];
  return `\u001b[${String(on)}m${text}\u001b[${String(off)}m`;
}
