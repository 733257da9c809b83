import { isoTime } from '../../domain/clock.js';
import {
  type Incident,
  type IncidentState,
  type NewIncident,
  type NewIncidentUpdate,
  type NewPostMortem,
  openedAtMs,
  type RecordedIncident,
  resolvedAtMs,
} from '../../domain/incident.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { AppError } from '../errors.js';
import type { OperatorStore } from './operator-store.js';
import {
  lineFaults,
  nameFaults,
  nameOfPersonFaults,
  pastFaults,
  refuse,
  refused,
  textFaults,
  urlFaults,
} from './refusal.js';

/** What is told of an incident; `atMs` `null`: it is true now. */
export interface ToldUpdate {
  readonly state: IncidentState;
  readonly message: string;
  readonly atMs: number | null;
  readonly by: string;
  /** SLOs that are affected as well, as it turns out. */
  readonly slos?: readonly string[];
}

/** Opens an incident. Throws `AppError` `OPERATION_REFUSED`, or what the store throws. */
export async function openIncident(
  store: Pick<OperatorStore, 'openIncident'>,
  slos: readonly SloDefinition[],
  given: Omit<NewIncident, 'first'> & { readonly told: Omit<ToldUpdate, 'state' | 'slos'> },
  nowMs: number,
): Promise<RecordedIncident> {
  const { told, ...incident } = given;
  refuse([...lineFaults('title', given.title), ...toldFaults(told, nowMs), ...nameFaults(given.slos, slos)]);
  const first = { ...told, state: 'investigating', atMs: told.atMs ?? nowMs } as const;
  return store.openIncident({ ...incident, slos: [...new Set(given.slos)], first });
}

/** Tells more of an incident, or (`resolved`) that it is over. Throws as `openIncident()` does. */
export async function updateIncident(
  store: Pick<OperatorStore, 'updateIncident'>,
  slos: readonly SloDefinition[],
  id: number,
  told: ToldUpdate,
  nowMs: number,
): Promise<RecordedIncident> {
  refuse([...toldFaults(told, nowMs), ...nameFaults(told.slos ?? [], slos)]);
  return store.updateIncident(id, (incident) => {
    if (incident === null) throw unknownIncident(id);
    const update = { ...told, atMs: told.atMs ?? nowMs };
    refuse(orderFaults(incident, update));
    return update;
  });
}

/**
 * Names where the post-mortem of an incident is, over or not; one that was named before is replaced, and
 * kept. Throws as `openIncident()` does.
 */
export async function addPostMortem(
  store: Pick<OperatorStore, 'addPostMortem'>,
  id: number,
  { url, by }: NewPostMortem,
): Promise<RecordedIncident> {
  refuse([...urlFaults('url', url), ...nameOfPersonFaults('by', by)]);
  return store.addPostMortem(id, (incident) => {
    if (incident === null) throw unknownIncident(id);
    return { url: new URL(url).href, by };
  });
}

function unknownIncident(id: number): AppError {
  return refused(`id: the id of an incident is required (\`incident list\`), found ${String(id)}`);
}

function toldFaults({ message, atMs, by }: Omit<ToldUpdate, 'state'>, nowMs: number): readonly string[] {
  return [...textFaults('message', message), ...nameOfPersonFaults('by', by), ...pastFaults('at', atMs, nowMs)];
}

/** What is missing between may be told later; but nothing comes before the beginning, or after the end. */
function orderFaults(incident: Incident, { state, atMs }: NewIncidentUpdate): readonly string[] {
  const [openedMs, endMs] = [openedAtMs(incident), resolvedAtMs(incident)];
  const name = `incident ${String(incident.id)}`;
  if (atMs < openedMs) return [`at: ${name} was opened at ${isoTime(openedMs)}, found ${isoTime(atMs)} before it`];
  if (endMs !== null && (state === 'resolved' || atMs >= endMs))
    return [`${name} was resolved at ${isoTime(endMs)}; open another one for what came after`];
  const lastMs = incident.updates.at(-1)?.atMs ?? openedMs;
  if (state === 'resolved' && atMs < lastMs)
    return [`at: ${name} was not over at ${isoTime(lastMs)} yet, found ${isoTime(atMs)} before it`];
  return [];
}
