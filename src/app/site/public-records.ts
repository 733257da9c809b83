import type { Incident } from '../../domain/incident.js';
import type { Correction, Maintenance, OperatorRecords } from '../../domain/operator-action.js';
import type { PublicIncident, PublicMaintenance, PublicRecords } from '../../domain/public-records.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import { maintenanceEffects } from '../operator/maintenance.js';

/**
 * What the public may see of what operators recorded. What names SLOs, all of them internal (or unknown by
 * now), is not for it; what names public ones too is, without the others.
 */
export function publicRecords(
  incidents: readonly Incident[],
  { maintenances, corrections }: OperatorRecords,
  slos: readonly SloDefinition[],
): PublicRecords {
  const shown = slos.filter(({ visibility }) => visibility === 'public');
  const names = new Set(shown.map(({ name }) => name));
  return {
    incidents: incidents.flatMap((one) => forPublic(one, names)).map(withoutPersons),
    maintenances: maintenances.flatMap((one) => forPublic(one, names)).map((one) => withEffects(one, shown)),
    corrections: corrections.filter(({ slo }) => names.has(slo)).map(withoutAuthor),
  };
}

function forPublic<T extends { readonly slos: readonly string[] }>(one: T, names: ReadonlySet<string>): readonly T[] {
  const slos = one.slos.filter((name) => names.has(name));
  return one.slos.length > 0 && slos.length === 0 ? [] : [{ ...one, slos }];
}

function withoutPersons({ id, title, impact, slos, updates, postMortemUrl, postMortemAtMs }: Incident): PublicIncident {
  const told = updates.map(({ id, state, message, atMs, recordedAtMs }) => {
    return { id, state, message, atMs, recordedAtMs };
  });
  return { id, title, impact, slos, updates: told, postMortemUrl, postMortemAtMs };
}

function withEffects(maintenance: Maintenance, shown: readonly SloDefinition[]): PublicMaintenance {
  const { id, title, message, fromMs, toMs, slos, recordedAtMs, cancelledAtMs } = maintenance;
  const effects = maintenanceEffects(maintenance, shown);
  return { id, title, message, fromMs, toMs, slos, recordedAtMs, cancelledAtMs, effects };
}

function withoutAuthor({ id, slo, fromMs, toMs, kind, reason, recordedAtMs, revokedAtMs }: Correction) {
  return { id, slo, fromMs, toMs, kind, reason, recordedAtMs, revokedAtMs };
}
