import { OUTCOMES } from '../domain/outcome.js';

/**
 * The columns of a series' facts: attempts by outcome (in the order of `OUTCOMES`), then the sums
 * that SLOs count, then answers within each threshold asked for.
 */
export type EventColumn = number;

export const ANSWERED: EventColumn = OUTCOMES.indexOf('answered');
export const VALID_ATTEMPTS: EventColumn = OUTCOMES.length;
export const REPLIED: EventColumn = OUTCOMES.length + 1;
/** Answers whose histogram is damaged. */
export const UNREADABLE_ANSWERS: EventColumn = OUTCOMES.length + 2;
export const FIRST_THRESHOLD: EventColumn = OUTCOMES.length + 3;
