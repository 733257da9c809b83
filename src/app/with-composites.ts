import type { SloDefinition } from '../domain/slo-definition.js';
import type { SloStatus } from '../domain/slo-status.js';
import { compositeStatus } from '../judge/slo/composite.js';

/**
 * The statuses, with one more after the objectives of each composite SLO: that of the whole. A whole of
 * which some objective is missing, or could not be judged, is left out.
 *
 * @param slos definitions, those of one SLO next to each other
 * @param statuses theirs, in their order
 */
export function withComposites(slos: readonly SloDefinition[], statuses: readonly SloStatus[]): readonly SloStatus[] {
  const parts = slos.filter(({ compositeWeight }) => compositeWeight !== null);
  if (parts.length === 0) return statuses;
  const wholes = new Map(
    [...new Set(parts.map(({ name }) => name))].map((name) => [name, wholeOf(name, parts, statuses)]),
  );
  return statuses.flatMap((status, i) => {
    const whole = statuses[i + 1]?.name === status.name ? null : wholes.get(status.name);
    return whole ? [status, whole] : [status];
  });
}

function wholeOf(name: string, parts: readonly SloDefinition[], statuses: readonly SloStatus[]): SloStatus | null {
  const definitions = parts.filter((part) => part.name === name);
  const found = statuses.filter((status) => status.name === name && status.error === undefined);
  if (found.length !== definitions.length) return null;
  return compositeStatus(
    definitions.flatMap((definition, i) => found.slice(i, i + 1).map((status) => ({ definition, status }))),
  );
}
