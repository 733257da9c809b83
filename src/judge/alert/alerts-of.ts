import type { AlertRule } from '../../domain/alert-state.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import { defaultAlerts } from './default-alerts.js';
import { ownAlerts } from './own-alerts.js';

/**
 * The alerts that watch an SLO: its own, or the default ones.
 *
 * @param roundMs time between two rounds of the fastest probe selected; `null` when unknown
 */
export function alertsOf(definition: SloDefinition, roundMs: number | null): readonly AlertRule[] {
  return definition.ownAlerts === null ? defaultAlerts(definition, roundMs) : ownAlerts(definition.ownAlerts, roundMs);
}
