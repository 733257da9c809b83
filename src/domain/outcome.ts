/**
 * Every attempt ends in exactly one of these, and the list is closed: stored counts, metrics and
 * SLIs name no others. The order is the order of the codes in `AttemptBatch.outcome` and in stored
 * counts, so a new outcome may only be added at the end.
 */
export const OUTCOMES = [
  'answered',
  'wrong_rcode',
  'wrong_answer',
  'malformed',
  'timeout',
  'network_error',
  'tls_error',
  'http_error',
  'prober_error',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes of attempts that were not answered. */
export type FailedOutcome = Exclude<Outcome, 'answered'>;
export const FAILED_OUTCOMES: readonly FailedOutcome[] = OUTCOMES.filter((outcome) => outcome !== 'answered');

/** How many attempts ended in each outcome; every outcome is present, absent ones are 0. */
export type OutcomeCounts = Readonly<Record<Outcome, number>>;

/** Outcomes for which a reply came, so that an RTT exists. */
const REPLIED: ReadonlySet<Outcome> = new Set(['answered', 'wrong_rcode', 'wrong_answer', 'malformed']);

export function isReplied(outcome: Outcome): boolean {
  return REPLIED.has(outcome);
}

export function isOutcome(text: string): text is Outcome {
  return (OUTCOMES as readonly string[]).includes(text);
}

/** The position of an outcome in `OUTCOMES`, as batches and stored counts write it. */
export function outcomeCode(outcome: Outcome): number {
  return OUTCOMES.indexOf(outcome);
}

/** The outcome with this code; throws `RangeError` for a code outside the list. */
export function outcomeOfCode(code: number): Outcome {
  const outcome = OUTCOMES[code];
  if (outcome === undefined) throw new RangeError(`no outcome has the code ${String(code)}`);
  return outcome;
}

export const NO_OUTCOMES: OutcomeCounts = Object.freeze({
  answered: 0,
  wrong_rcode: 0,
  wrong_answer: 0,
  malformed: 0,
  timeout: 0,
  network_error: 0,
  tls_error: 0,
  http_error: 0,
  prober_error: 0,
});

/** Sums two counts outcome by outcome. */
export function addOutcomes(a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts {
  const sum: Record<Outcome, number> = { ...a };
  for (const outcome of OUTCOMES) sum[outcome] += b[outcome];
  return sum;
}

/** Attempts that count in an SLI: all but those whose fault is provably the prober's own. */
export function validCount(counts: OutcomeCounts): number {
  return totalCount(counts) - counts.prober_error;
}

/** Attempts for which any reply came. */
export function repliedCount(counts: OutcomeCounts): number {
  return counts.answered + counts.wrong_rcode + counts.wrong_answer + counts.malformed;
}

export function totalCount(counts: OutcomeCounts): number {
  let total = 0;
  for (const outcome of OUTCOMES) total += counts[outcome];
  return total;
}
