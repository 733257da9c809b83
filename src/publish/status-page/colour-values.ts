import { DARK_COLOURS, LIGHT_COLOURS } from './colours.js';

/** A colour of the light scheme by the name of its custom property: `#0f6b43` of `met-text`, for pictures without CSS. */
export function lightColour(name: string): string {
  return colourIn(LIGHT_COLOURS, name);
}

export function darkColour(name: string): string {
  return colourIn(DARK_COLOURS, name);
}

function colourIn(colours: string, name: string): string {
  const value = new RegExp(`--${name}: (#[0-9a-f]+)`).exec(colours)?.[1];
  if (value === undefined) throw new RangeError(`no colour is named ${name}`);
  return value;
}
