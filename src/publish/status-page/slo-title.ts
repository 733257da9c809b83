import type { SloDefinition } from '../../domain/slo-definition.js';

/** What people call an SLO; of several objectives, which one it is too. */
export function sloTitle({ displayName, objectiveName }: SloDefinition): string {
  return objectiveName === null ? displayName : `${displayName}: ${objectiveName}`;
}

/** An `id` for an SLO, whatever its key: letters, digits, `-`, `_` and `.`, which no name of an SLO holds. */
export function sloAnchor({ key }: SloDefinition): string {
  return `slo-${anchored(key.replace('#', '.'))}`;
}

/** The same of a service. */
export function serviceAnchor(name: string): string {
  return `service-${anchored(name)}`;
}

function anchored(text: string): string {
  return encodeURIComponent(text).replace(/[^A-Za-z0-9._-]/g, '_');
}
