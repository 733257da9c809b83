import { MINUTE_MS, SECOND_MS } from '../domain/clock.js';

/** How far the daemon has come; `null`: not at all yet. Milliseconds since the epoch. */
export interface Advance {
  /** When the prober last handed something over. */
  readonly heardOfProberMs: number | null;
  /** The scheduled time of the last attempt that it told of. */
  readonly lastAttemptMs: number | null;
  /** Every minute before this is final and written. */
  readonly settledToMs: number;
  readonly judgedAtMs: number | null;
}

/** The prober tells twice a second. */
const PROBER_MS = 15 * SECOND_MS;
/** SLOs are judged each second; reading much history anew may take longer. */
const JUDGING_MS = MINUTE_MS;
/** A minute is settled when the attempts of its last second have timed out (60 s at most) and are written. */
const SETTLED_MS = 4 * MINUTE_MS;
const ATTEMPT_MS = 3 * MINUTE_MS;

/**
 * What stands still of measuring, writing and judging, a few words each; nothing: all of it advances. A vantage
 * that is off line measures: its attempts are known to be lost.
 *
 * @param roundMs of the probe that is due most often; `null`: none is configured, or rounds are uneven
 */
export function standstills(advance: Advance, roundMs: number | null, nowMs: number): readonly string[] {
  const { heardOfProberMs, lastAttemptMs, settledToMs, judgedAtMs } = advance;
  const isBehind = (timeMs: number | null, byMs: number): boolean => timeMs === null || timeMs < nowMs - byMs;
  const isProberSilent = isBehind(heardOfProberMs, PROBER_MS);
  return [
    ...(isProberSilent ? ['the prober is silent'] : []),
    ...(!isProberSilent && roundMs !== null && isBehind(lastAttemptMs, roundMs + ATTEMPT_MS)
      ? ['no attempt is made']
      : []),
    ...(isBehind(settledToMs, SETTLED_MS) ? ['nothing is written'] : []),
    ...(isBehind(judgedAtMs, JUDGING_MS) ? ['nothing is judged'] : []),
  ];
}
