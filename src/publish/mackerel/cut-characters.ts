/**
 * At most so many characters, an ellipsis the last one where some were left out. Mackerel counts code points, as
 * far as is known, so that none is divided.
 */
export function cutCharacters(text: string, longest: number): string {
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}
