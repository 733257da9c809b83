/**
 * A text from the network as a terminal or a log may show it: control characters, line ends, text
 * directions and whatever else does not show itself, but could move the cursor, recolour or reverse
 * what follows, as escapes (`\u{1b}`).
 */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
