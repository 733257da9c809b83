import type { Correction, Exclusion, Maintenance, OperatorRecords } from '../../domain/operator-action.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { exclusionsOf } from '../../judge/calendar/exclusions.js';
import type { InputCorrection, InputMaintenance, ReportInputs } from './report-inputs.js';

/** What of a definition decides which time is left out. */
export type Excluding = Pick<SloDefinition, 'name' | 'maintenance' | 'maintenanceNoticeMs'>;
export type InputRecords = Pick<ReportInputs, 'maintenances' | 'corrections'>;

/** The records that take time out of an SLO's window, or put it back. */
export function recordsInForce(slo: Excluding, records: OperatorRecords, window: TimeWindow): InputRecords {
  const touches = ({ fromMs, toMs }: TimeWindow): boolean => fromMs < window.toMs && toMs > window.fromMs;
  const excludes = (maintenance: Maintenance): boolean =>
    exclusionsOf(slo, { maintenances: [maintenance], corrections: [] }).some(touches);
  return {
    maintenances: records.maintenances.filter(excludes).map(inputMaintenance),
    corrections: records.corrections
      .filter((one) => one.slo === slo.name && one.revokedAtMs === null && touches(one))
      .map(inputCorrection),
  };
}

function inputMaintenance(maintenance: Maintenance): InputMaintenance {
  const { id, title, fromMs, toMs, recordedAtMs, recordedBy, cancelledAtMs } = maintenance;
  return { id, title, fromMs, toMs, recordedAtMs, recordedBy, cancelledAtMs };
}

function inputCorrection({ id, kind, reason, fromMs, toMs, recordedAtMs, recordedBy }: Correction): InputCorrection {
  return { id, kind, reason, fromMs, toMs, recordedAtMs, recordedBy };
}

/** The time that these records take out. */
export function inputExclusions(slo: Excluding, { maintenances, corrections }: InputRecords): readonly Exclusion[] {
  return exclusionsOf(slo, {
    maintenances: maintenances.map((one) => ({ ...one, message: null, slos: [], cancelledBy: null })),
    corrections: corrections.map((one) => ({ ...one, slo: slo.name, revokedAtMs: null, revokedBy: null })),
  });
}

/** The records less each of them in turn. */
export function eachLeftOut(records: InputRecords): readonly InputRecords[] {
  return [
    ...records.maintenances.map((out) => withoutMaintenance(records, out.id)),
    ...records.corrections.map((out) => withoutCorrection(records, out.id)),
  ];
}

export function withoutMaintenance(records: InputRecords, id: number): InputRecords {
  return { ...records, maintenances: records.maintenances.filter((one) => one.id !== id) };
}

export function withoutCorrection(records: InputRecords, id: number): InputRecords {
  return { ...records, corrections: records.corrections.filter((one) => one.id !== id) };
}
