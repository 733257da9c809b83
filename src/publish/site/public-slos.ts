import { groupBy } from '../../domain/group-by.js';
import type { SloState } from '../../domain/slo-status.js';
import type { Snapshot, SloView } from '../../domain/snapshot.js';
import type { Site } from './site.js';

/** An SLO with all of its objectives, as machines and badges tell of it. */
export interface PublicSlo {
  readonly name: string;
  readonly displayName: string;
  readonly service: string;
  readonly serviceDisplayName: string;
  /** Never empty. */
  readonly objectives: readonly SloView[];
  /** Of several objectives the worst. */
  readonly state: SloState;
}

export const WORST_FIRST: readonly SloState[] = ['violated', 'at_risk', 'no_data', 'met'];

/** In the order of the configuration, each once. */
export function publicSlos(snapshot: Snapshot | null): readonly PublicSlo[] {
  return [...groupBy(snapshot?.slos ?? [], ({ definition }) => definition.name).values()].flatMap(publicSlo);
}

/** Each SLO once, however many objectives it has: what parts with `:name` in their route list. */
export function sloNames({ snapshot }: Site): readonly { readonly name: string }[] {
  return publicSlos(snapshot).map(({ name }) => ({ name }));
}

/** The worst of some; of none nothing is known. */
export function worstState(states: readonly SloState[]): SloState {
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'no_data';
}

/** The objective that made an SLO's state what it is: of several in that state the one with the least budget left. */
export function worstObjective({ objectives, state }: PublicSlo): SloView | null {
  const worst = objectives.filter(({ status }) => status.status === state);
  return worst.toSorted((a, b) => remaining(a) - remaining(b))[0] ?? objectives[0] ?? null;
}

function remaining({ status }: SloView): number {
  return status.errorBudget.remaining ?? -Infinity;
}

function publicSlo(objectives: readonly SloView[]): readonly PublicSlo[] {
  const definition = objectives[0]?.definition;
  if (definition === undefined) return [];
  const { name, displayName, service, serviceDisplayName } = definition;
  const states = objectives.flatMap(({ status, whole }) => [
    status.status,
    ...(whole === undefined ? [] : [whole.status]),
  ]);
  return [{ name, displayName, service, serviceDisplayName, objectives, state: worstState(states) }];
}
