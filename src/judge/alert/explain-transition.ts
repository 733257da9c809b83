import type { AlertEvidence, BurnRateEvidence, NoDataEvidence, WindowEvidence } from '../../domain/alert-evidence.js';
import { MINUTE_MS } from '../../domain/clock.js';
import { countedWords, failedWords } from './counted-words.js';
import { failureWords } from './failure-words.js';
import { besideWords, countWords, elapsedWords, instantWords, lengthWords, percentWords } from './figure-words.js';
import { exceeds } from './verdict.js';

/** Why an alert changed, as one sentence that a person who was just woken can read. */
export function explainTransition(evidence: AlertEvidence): string {
  return isNoData(evidence) ? explainNoData(evidence) : explainBurnRate(evidence);
}

function isNoData(evidence: AlertEvidence): evidence is NoDataEvidence {
  return evidence.rule.kind === 'no-data';
}

function explainBurnRate(evidence: BurnRateEvidence): string {
  switch (evidence.to) {
    case 'firing':
      return [opening(evidence), heldFor(evidence), budget(evidence)].join('');
    case 'pending': {
      const fires = `; it fires if this holds for ${lengthWords(evidence.rule.afterMs)}`;
      return [opening(evidence), budget(evidence), fires].join('');
    }
    case 'ok':
      return [closing(evidence), closedAfter(evidence), budget(evidence)].join('');
    default:
      return evidence.to satisfies never;
  }
}

function opening(evidence: BurnRateEvidence): string {
  const { long, short, unit, failures, thresholdUs } = evidence;
  const what = failures === null || failures.length === 0 ? '' : `: ${failureWords(failures, thresholdUs)}`;
  const words = ratesWords(evidence, long, short);
  const rates = `${words.first} the budget rate, ${words.second} over the last ${lengthWords(short.lengthMs)}`;
  return `${countedWords(unit, long)} in ${lengthWords(long.lengthMs)}${what}: ${rates} (fires ${words.limit})`;
}

/** Which of the windows does not burn fast enough any more, and how fast both do. */
function closing(evidence: BurnRateEvidence): string {
  const { long, short, unit, rule } = evidence;
  const isShortQuiet = short.burnRate !== null && !exceeds(short.burnRate, rule);
  const [quiet, other] = isShortQuiet ? [short, long] : [long, short];
  const words = ratesWords(evidence, quiet, other);
  const rates = `${words.first} the budget rate, ${words.second} over ${lengthWords(other.lengthMs)}`;
  return `only ${countedWords(unit, quiet)} in the last ${lengthWords(quiet.lengthMs)}: ${rates} (fires ${words.limit}, in both)`;
}

/** Two windows' rates and the limit, with digits enough to show which is more. */
function ratesWords({ rule }: BurnRateEvidence, first: WindowEvidence, second: WindowEvidence) {
  const { threshold, rates } = besideWords(rule.threshold, [first.burnRate, second.burnRate]);
  return {
    first: timesWords(rates[0] ?? null),
    second: timesWords(rates[1] ?? null),
    limit: rule.orEqual ? `from ${threshold} on` : `above ${threshold}`,
  };
}

function heldFor({ from, heldMs }: BurnRateEvidence): string {
  return from === 'pending' && heldMs !== null ? `, for ${lengthWords(heldMs)} now` : '';
}

function closedAfter({ from, heldMs, rule }: BurnRateEvidence): string {
  if (heldMs === null) return '';
  if (from === 'firing') return `; it fired for ${lengthWords(heldMs)}`;
  // Without attempts nobody knows whether it holds: it may be pending for longer than it must hold.
  if (heldMs >= rule.afterMs) return `; it was pending for ${elapsedWords(heldMs)}`;
  return `; it had held for ${elapsedWords(heldMs)} of the ${lengthWords(rule.afterMs)} after which it fires`;
}

function budget({ consumed, periodText, exhaustsAtMs, atMs, to }: BurnRateEvidence): string {
  if (consumed === null) return '';
  const gone = `, ${percentWords(consumed)} of the ${periodText} budget gone`;
  if (consumed >= 1 || to === 'ok') return gone;
  if (exhaustsAtMs === null) return `${gone}; at this rate it lasts`;
  return `${gone}; at this rate it is spent on ${instantWords(exhaustsAtMs, atMs)}`;
}

function timesWords(rate: string | null): string {
  return rate === null ? 'unknown times' : `${rate} ×`;
}

function explainNoData(evidence: NoDataEvidence): string {
  return evidence.to === 'ok' ? dataAgain(evidence) : silence(evidence);
}

function silence({ rule, atMs, lastHeardMs, lastHeard, proberErrors }: NoDataEvidence): string {
  const since = lastHeardMs === null ? null : lastHeardMs + MINUTE_MS;
  const how =
    since === null ? 'no valid attempt in the whole window' : `no valid attempt for ${lengthWords(atMs - since)}`;
  const heard = lastHeardMs === null ? '' : `, last heard at ${instantWords(lastHeardMs, atMs)}`;
  const what = lastHeard === null || heard === '' ? '' : ` (${failedWords(lastHeard)})`;
  const own =
    proberErrors === null || proberErrors === 0
      ? ''
      : `; ${countWords(proberErrors)} attempts since could not be made by our own fault`;
  return `${how} (fires after ${lengthWords(rule.afterMs)})${heard}${what}${own}; since then nothing is known, neither good nor bad`;
}

function dataAgain({ heldMs, lastHeardMs, atMs }: NoDataEvidence): string {
  const heard = lastHeardMs === null ? '' : ` (${instantWords(lastHeardMs, atMs)})`;
  const fired = heldMs === null ? '' : `; it fired for ${lengthWords(heldMs)}`;
  return `valid attempts again${heard}${fired}; of the time without any nothing is known, it counts neither as good nor as bad`;
}
