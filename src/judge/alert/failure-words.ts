import type { FailureGroup } from '../../domain/alert-evidence.js';
import { formatDuration } from '../../domain/duration.js';
import type { Outcome } from '../../domain/outcome.js';
import { countWords } from './figure-words.js';

/** So many groups are named; of the others only how many attempts they are. */
const NAMED = 4;

/**
 * What failed where, the most first: `52 timeouts at ns2, 11 SERVFAIL at ns1`. Counts add up to all there are.
 *
 * @param thresholdUs answers slower than this are meant by `answered`; `null`: answers themselves are
 */
export function failureWords(failures: readonly FailureGroup[], thresholdUs: number | null): string {
  const named = failures.slice(0, NAMED).map((group) => groupWords(group, thresholdUs));
  const others = failures.slice(NAMED).reduce((sum, { count }) => sum + count, 0);
  return [...named, ...(others === 0 ? [] : [`${countWords(others)} others`])].join(', ');
}

function groupWords({ resolver, outcome, rcode, isRcodeSampled, count }: FailureGroup, thresholdUs: number | null) {
  if (rcode !== null && !isRcodeSampled) return `${countWords(count)} ${rcode} at ${resolver}`;
  const what = outcomeWords(outcome, count, thresholdUs);
  const lately = rcode === null ? '' : ` (lately ${rcode})`;
  return `${countWords(count)} ${what} at ${resolver}${lately}`;
}

/** An outcome in words, for one attempt or several. */
export function outcomeWords(outcome: Outcome, count: number, thresholdUs: number | null): string {
  if (outcome === 'answered' && thresholdUs !== null)
    return `${count === 1 ? 'answer' : 'answers'} slower than ${formatDuration(thresholdUs / 1e3)}`;
  const [one, many] = WORDS[outcome];
  return count === 1 ? one : many;
}

const WORDS: Readonly<Record<Outcome, readonly [one: string, many: string]>> = {
  answered: ['answer', 'answers'],
  wrong_rcode: ['wrong rcode', 'wrong rcodes'],
  wrong_answer: ['wrong answer', 'wrong answers'],
  malformed: ['malformed reply', 'malformed replies'],
  timeout: ['timeout', 'timeouts'],
  network_error: ['network error', 'network errors'],
  tls_error: ['TLS error', 'TLS errors'],
  http_error: ['HTTP error', 'HTTP errors'],
  prober_error: ['prober error', 'prober errors'],
};
