import { isoTime } from '../domain/clock.js';
import type { FailureLoss } from '../domain/failure-evidence.js';
import { count } from './count.js';

/**
 * What is not kept, a line for each resolver: how many failures with each outcome, and since when nothing
 * is missing: `public / ns1: not kept are 1200 timeout, 3 wrong_rcode; complete since 2026-10-01T10:00:00Z`.
 */
export function lossLines(losses: readonly FailureLoss[]): readonly string[] {
  const resolvers = new Map<string, FailureLoss[]>();
  for (const loss of losses) {
    const name = `${loss.series.probe} / ${loss.series.resolver}`;
    const known = resolvers.get(name);
    if (known === undefined) resolvers.set(name, [loss]);
    else known.push(loss);
  }
  return [...resolvers].map(([name, ofResolver]) => `${name}: ${lossText(ofResolver)}`);
}

function lossText(losses: readonly FailureLoss[]): string {
  const pushedOut = sum(losses, 'pushedOut');
  const expired = sum(losses, 'expired');
  const parts = [
    ...(pushedOut === 0 ? [] : [`${count(pushedOut, 'failure')} had to make room (${byOutcome(losses, 'pushedOut')})`]),
    ...(expired === 0 ? [] : [`${count(expired, 'failure')} expired (${byOutcome(losses, 'expired')})`]),
  ];
  const lastMs = Math.max(...losses.map((loss) => loss.lastMs));
  return `${parts.join(', ')}; complete since ${isoTime(lastMs)}`;
}

type Why = 'pushedOut' | 'expired';

/** `12 timeout, 3 wrong_rcode`, the most frequent first. */
function byOutcome(losses: readonly FailureLoss[], why: Why): string {
  const outcomes = [...new Set(losses.map(({ outcome }) => outcome))];
  return outcomes
    .map((outcome) => ({
      outcome,
      amount: sum(
        losses.filter((loss) => loss.outcome === outcome),
        why,
      ),
    }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount)
    .map(({ outcome, amount }) => `${String(amount)} ${outcome}`)
    .join(', ');
}

function sum(losses: readonly FailureLoss[], why: Why): number {
  return losses.reduce((total, loss) => total + loss[why], 0);
}
