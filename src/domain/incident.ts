/** What is known of an incident at one time: Statuspage's states. */
export type IncidentState = 'investigating' | 'identified' | 'monitoring' | 'resolved';
export type IncidentImpact = 'minor' | 'major' | 'critical';

export const INCIDENT_STATES: readonly IncidentState[] = ['investigating', 'identified', 'monitoring', 'resolved'];
export const INCIDENT_IMPACTS: readonly IncidentImpact[] = ['minor', 'major', 'critical'];

/** What somebody told of an incident. */
export interface IncidentUpdate {
  readonly id: number;
  readonly state: IncidentState;
  readonly message: string;
  /** Of when it is true. */
  readonly atMs: number;
  /** When it was entered; nobody can change that. */
  readonly recordedAtMs: number;
  readonly recordedBy: string;
}

/** Trouble that users are told of. It changes no figure. */
export interface Incident {
  readonly id: number;
  readonly title: string;
  readonly impact: IncidentImpact;
  /** Names of the SLOs that it affects, those that turned out to be later last; empty: none in particular. */
  readonly slos: readonly string[];
  /** In order of when they are true, then of recording; the first one opened it, so there is at least one. */
  readonly updates: readonly IncidentUpdate[];
  /** Where its post-mortem is to be read; `null` while there is none. */
  readonly postMortemUrl: string | null;
  /** When that was entered; `null` while there is none. */
  readonly postMortemAtMs: number | null;
}

/** Where operators said that a post-mortem is. */
export interface PostMortem {
  readonly url: string;
  readonly recordedAtMs: number;
  readonly recordedBy: string;
}

/** An incident as operators see it. */
export interface RecordedIncident extends Incident {
  /** In order of recording: the last one holds. */
  readonly postMortems: readonly PostMortem[];
}

export interface NewIncidentUpdate {
  readonly state: IncidentState;
  readonly message: string;
  readonly atMs: number;
  readonly by: string;
  /** Names of SLOs that are affected as well, as it turns out. */
  readonly slos?: readonly string[];
}

export interface NewPostMortem {
  readonly url: string;
  readonly by: string;
}

export interface NewIncident extends Pick<Incident, 'title' | 'impact' | 'slos'> {
  readonly first: Omit<NewIncidentUpdate, 'slos'>;
}

/** What was told when, whoever told it. */
export interface ToldOver {
  readonly updates: readonly Pick<IncidentUpdate, 'state' | 'atMs'>[];
}

/** What is over stays over, also where something was told afterwards of the instant at which it ended. */
export function incidentState({ updates }: ToldOver): IncidentState {
  if (updates.some(({ state }) => state === 'resolved')) return 'resolved';
  return updates.at(-1)?.state ?? 'investigating';
}

/** When it began. */
export function openedAtMs({ updates }: ToldOver): number {
  return updates[0]?.atMs ?? NaN;
}

/** When something was entered of it last, a post-mortem too. */
export function lastRecordedAtMs({
  updates,
  postMortemAtMs,
}: {
  readonly updates: readonly Pick<IncidentUpdate, 'recordedAtMs'>[];
  readonly postMortemAtMs: number | null;
}): number {
  return Math.max(...updates.map(({ recordedAtMs }) => recordedAtMs), postMortemAtMs ?? -Infinity);
}

/** When it was over; `null` while it is not. */
export function resolvedAtMs({ updates }: ToldOver): number | null {
  return updates.find(({ state }) => state === 'resolved')?.atMs ?? null;
}
