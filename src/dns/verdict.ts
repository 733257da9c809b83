import type { Outcome } from '../domain/outcome.js';
import type { Expectation } from '../domain/probe-definition.js';
import { rcodeText } from './rcode.js';

export type ReplyOutcome = Extract<Outcome, 'answered' | 'wrong_rcode' | 'wrong_answer' | 'malformed'>;

export type Verdict =
  /** A datagram that is no reply to this query: suspicious; the wait goes on. */
  | { readonly kind: 'ignore' }
  /** Ask again over TCP (RFC 7766 §5). */
  | { readonly kind: 'truncated' }
  | ReplyVerdict;

export interface ReplyVerdict {
  readonly kind: 'reply';
  readonly outcome: ReplyOutcome;
  /** The full rcode's name; `null` for what is not a message. */
  readonly rcode: string | null;
  /** The key of `expect` that failed, of a `wrong_answer`. */
  readonly unmet: keyof Expectation | null;
  /** What exactly was wrong, for people; `null` if the outcome says all. */
  readonly detail: string | null;
}

export const IGNORE: Verdict = { kind: 'ignore' };
export const TRUNCATED: Verdict = { kind: 'truncated' };

/** Why bytes are no reply to what was asked. */
export const MALFORMED = {
  short: malformed('shorter than a header'),
  id: malformed('not a reply with the id of the query'),
  question: malformed('another question'),
  letterCase: malformed('the question with its letters in another case'),
  questions: malformed('more than one question'),
  cookie: malformed('another client cookie'),
  rest: malformed('cannot be read to its end'),
} as const;

/** The verdict for a reply with this rcode; one object for all such replies, made when the first comes. */
export function rcodeVerdict(outcome: 'answered' | 'wrong_rcode', rcode: number): ReplyVerdict {
  const known = BY_RCODE[outcome].get(rcode);
  if (known !== undefined) return known;
  const verdict = { kind: 'reply', outcome, rcode: rcodeText(rcode), unmet: null, detail: null } as const;
  BY_RCODE[outcome].set(rcode, verdict);
  return verdict;
}

const BY_RCODE = { answered: new Map<number, ReplyVerdict>(), wrong_rcode: new Map<number, ReplyVerdict>() };

function malformed(detail: string): ReplyVerdict {
  return { kind: 'reply', outcome: 'malformed', rcode: null, unmet: null, detail };
}
