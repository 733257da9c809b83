import type { SloDefinition } from '../../domain/slo-definition.js';
import type { Snapshot, SloView } from '../../domain/snapshot.js';

/** Whether an alert fires, and since when. */
export interface PageAlert {
  readonly name: string;
  readonly isFiring: boolean;
  /** Since when it does, or does not; `null`: it never did. */
  readonly sinceMs: number | null;
}

/** A public SLO that may have an incident: an objective of it, with the alerts on its burn rate that page. */
export interface PagedSlo {
  readonly definition: SloDefinition;
  /** The objective is not kept over its whole window. */
  readonly isViolated: boolean;
  readonly alerts: readonly PageAlert[];
  /** It could not be evaluated: nobody knows whether the trouble is over. */
  readonly isUnknown: boolean;
}

/** What of a snapshot incidents are decided on. Missing data is no trouble of the resolvers: such alerts are left out. */
export function pagedSlos({ slos }: Snapshot): readonly PagedSlo[] {
  return slos.filter(({ definition }) => definition.visibility === 'public').map(toPagedSlo);
}

function toPagedSlo({ definition, status }: SloView): PagedSlo {
  const paging = status.alerts.filter(({ severity, longWindow }) => severity === 'page' && longWindow !== null);
  return {
    definition,
    isViolated: status.status === 'violated',
    alerts: paging.map(({ name, state, since }) => ({
      name,
      isFiring: state === 'firing',
      sinceMs: since === null ? null : Date.parse(since),
    })),
    isUnknown: status.error !== undefined,
  };
}
