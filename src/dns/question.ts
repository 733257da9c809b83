import type { WireName } from './name.js';
import { HEADER_BYTES, uint16 } from './walk-message.js';

/** What a query asks. */
export interface Question {
  readonly name: WireName;
  readonly type: number;
  readonly class: number;
}

/** What was asked, and what its reply must repeat. */
export interface AskedQuestion extends Question {
  /** The letters' case is random and a part of the question (draft-vixie-dnsext-dns0x20); else it does not count. */
  readonly isMixedCase: boolean;
  /** The 8 bytes that a COOKIE option of the reply must begin with (RFC 7873); `null`: none was sent. */
  readonly clientCookie: Uint8Array | null;
}

export type Repetition = 'exact' | 'other-case' | 'none';

/** Whether the first question of a message is the one that was asked; compared in place. */
export function repetitionOf(message: Uint8Array, asked: Question): Repetition {
  const { name } = asked;
  const end = HEADER_BYTES + name.length;
  if (end + 4 > message.length) return 'none';
  if (uint16(message, end) !== asked.type || uint16(message, end + 2) !== asked.class) return 'none';
  let repetition: Repetition = 'exact';
  for (let i = 0; i < name.length; i++) {
    const sent = name[i] ?? 0;
    const came = message[HEADER_BYTES + i] ?? 0;
    if (sent === came) continue;
    if (!differInCase(sent, came)) return 'none';
    repetition = 'other-case';
  }
  return repetition;
}

/** Two bytes that are one ASCII letter (RFC 4343). Length bytes are at most 63: no letters. */
function differInCase(a: number, b: number): boolean {
  const letter = a | 0x20;
  return letter === (b | 0x20) && letter >= 0x61 && letter <= 0x7a;
}
