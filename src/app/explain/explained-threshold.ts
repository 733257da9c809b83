import type { SloDefinition } from '../../domain/slo-definition.js';
import { bucketOf, highestOf, lowestOf, MAX_RTT_US } from '../../histogram/bucket-layout.js';
import { thresholdOf } from '../alert-evidence.js';
import type { ExplainedThreshold } from './explanation.js';

/**
 * Up to where answers count as within an SLO's threshold: histograms tell no two values of a bucket apart,
 * so that the whole bucket which holds the threshold counts. `null` where time does not matter.
 */
export function explainedThreshold(definition: SloDefinition): ExplainedThreshold | null {
  const thresholdUs = thresholdOf(definition);
  if (thresholdUs === null) return null;
  const bucket = bucketOf(Math.min(MAX_RTT_US, Math.floor(thresholdUs)));
  const bucketUs = [lowestOf(bucket), highestOf(bucket)] as const;
  return { thresholdUs, countedUpToUs: bucketUs[1], bucketUs };
}
