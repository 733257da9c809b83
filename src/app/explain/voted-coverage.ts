import type { SloDefinition } from '../../domain/slo-definition.js';
import { conclusiveShare, type Votes } from '../../judge/slo/votes.js';
import type { ExplainedCoverage } from './explanation.js';

/** How much is known where vantages vote: what is inconclusive is not. `votes`: `null` where they do not. */
export function votedCoverage(
  coverage: ExplainedCoverage,
  { weighing }: Pick<SloDefinition, 'weighing'>,
  votes: Votes | null,
): ExplainedCoverage {
  if (votes === null || weighing.kind !== 'quorum') return coverage;
  const { fewestVantages } = weighing;
  return { ...coverage, share: coverage.share * conclusiveShare(votes), votes: { ...votes, fewestVantages } };
}
