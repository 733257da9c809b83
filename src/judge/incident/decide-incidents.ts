import { MINUTE_MS } from '../../domain/clock.js';
import { resolvedAtMs, type RecordedIncident } from '../../domain/incident.js';
import { AUTOMATIC, type IncidentProposal, type KnownIncidents, proposedSlos } from '../../domain/incident-proposal.js';
import { groupBy } from '../../domain/group-by.js';
import type { AutoIncidents } from '../config.js';
import type { PagedSlo } from './paged-slo.js';

/** Quiet for so long, an incident that nobody took over is resolved. */
export const QUIET_MS = 10 * MINUTE_MS;

/** What is seen now. */
export interface SeenNow {
  readonly mode: AutoIncidents;
  readonly slos: readonly PagedSlo[];
  readonly nowMs: number;
  /** Since when alerts have been judged without a break: before that nobody knows that they were quiet. */
  readonly watchedSinceMs: number;
}

/** An alert that fires. */
export interface FiringAlert {
  readonly slo: PagedSlo;
  readonly alert: string;
  readonly firedAtMs: number;
}

export type IncidentStep =
  | { readonly kind: 'propose'; readonly alerts: readonly FiringAlert[] }
  | { readonly kind: 'extend'; readonly proposal: IncidentProposal; readonly alerts: readonly FiringAlert[] }
  | { readonly kind: 'worsen' | 'lapse'; readonly proposal: IncidentProposal }
  /** `into`: the incident of its service that was opened like this before. */
  | { readonly kind: 'publish'; readonly proposal: IncidentProposal; readonly into: RecordedIncident | null }
  | {
      readonly kind: 'affect';
      readonly incident: RecordedIncident;
      readonly proposal: IncidentProposal;
      readonly slos: readonly string[];
    }
  | { readonly kind: 'resolve'; readonly incident: RecordedIncident; readonly service: string };

type NewReasons = Extract<IncidentStep, { readonly kind: 'propose' | 'extend' }>;

/**
 * What is to be done next by itself, from what stands recorded and what fires now alone: deciding twice on
 * the same gives the same, and once all is done nothing, whenever the daemon was stopped. Each firing (an
 * alert and since when) is a reason once: it is recorded with a proposal, or an incident was open that named
 * its SLO. Do all, read again and decide again, until there is nothing left.
 */
export function decideIncidents(known: KnownIncidents, seen: SeenNow): readonly IncidentStep[] {
  const automatic = automaticIncidents(known);
  const reasons = seen.mode === 'off' ? [] : newReasons(known, automatic, seen);
  // What has new reasons is looked at again with them.
  const extended = new Set(reasons.flatMap((step) => (step.kind === 'extend' ? [step.proposal.id] : [])));
  const isSettled = ({ id }: IncidentProposal): boolean => !extended.has(id);
  const open = known.proposals.filter((one) => one.end === null && isSettled(one));
  return [
    ...reasons,
    ...open.flatMap((one) => ofOpenProposal(one, automatic, seen)),
    ...automatic.filter(({ proposals }) => proposals.every(isSettled)).flatMap((one) => ofAutomaticIncident(one, seen)),
  ];
}

/** An incident that the daemon opened and that is not over, with the proposals it was made of. */
interface AutomaticIncident {
  readonly incident: RecordedIncident;
  readonly service: string;
  /** In order; at least one. */
  readonly proposals: readonly [IncidentProposal, ...IncidentProposal[]];
}

function automaticIncidents({ proposals, incidents }: KnownIncidents): readonly AutomaticIncident[] {
  const published = proposals.filter(({ end }) => end?.outcome === 'published' && end.by === AUTOMATIC);
  return incidents.flatMap((incident) => {
    const [first, ...others] = published.filter(({ end }) => end?.incident === incident.id);
    if (first === undefined || resolvedAtMs(incident) !== null) return [];
    return [{ incident, service: first.service, proposals: [first, ...others] as const }];
  });
}

function newReasons(
  known: KnownIncidents,
  automatic: readonly AutomaticIncident[],
  seen: SeenNow,
): readonly NewReasons[] {
  const recorded = new Set(known.proposals.flatMap(({ alerts }) => alerts.map(firingKey)));
  const fresh = firingAlerts(seen.slos).filter((one) => !recorded.has(keyOf(one)));
  const homes = fresh.map((one) => ({ one, home: homeOf(one, known, automatic, seen) }));
  const untold = homes.filter(({ home }) => home !== 'told');
  const groups = groupBy(untold, ({ one, home }) => (typeof home === 'string' ? one.slo.definition.service : home));
  return [...groups].map(([home, found]): NewReasons => {
    const alerts = found.map(({ one }) => one);
    return typeof home === 'string' ? { kind: 'propose', alerts } : { kind: 'extend', proposal: home, alerts };
  });
}

/** The proposal that a firing belongs to; `told`: users know of it; `new`: there is none. */
function homeOf(
  one: FiringAlert,
  { proposals, incidents }: KnownIncidents,
  automatic: readonly AutomaticIncident[],
  { mode, slos }: SeenNow,
): IncidentProposal | 'told' | 'new' {
  const { name, service } = one.slo.definition;
  const own = automatic.find(({ incident }) => incident.slos.includes(name));
  if (own !== undefined) return own.proposals[0];
  if (incidents.some((incident) => wasToldBy(incident, name, one.firedAtMs))) return 'told';
  const fires = new Set(firingAlerts(slos).map(keyOf));
  const isDismissed = ({ end, alerts }: IncidentProposal): boolean =>
    end?.outcome === 'dismissed' && alerts.some((it) => it.sloName === name && fires.has(firingKey(it)));
  const dismissed = proposals.find(isDismissed);
  if (dismissed !== undefined) return dismissed;
  const open = proposals.find((it) => it.end === null && it.service === service);
  if (open !== undefined) return open;
  const joined = mode === 'publish' ? automatic.find((it) => it.service === service) : undefined;
  return joined?.proposals[0] ?? 'new';
}

/**
 * Whether an incident that names the SLO was not yet said to be over when the alert began to fire. What the
 * daemon resolved was quiet then, whatever minute a later firing is of.
 */
function wasToldBy({ slos, updates }: RecordedIncident, name: string, firedAtMs: number): boolean {
  const end = updates.find(({ state }) => state === 'resolved');
  if (!slos.includes(name)) return false;
  return end === undefined || (end.recordedBy !== AUTOMATIC && end.recordedAtMs > firedAtMs);
}

function ofOpenProposal(
  proposal: IncidentProposal,
  automatic: readonly AutomaticIncident[],
  { mode, slos }: SeenNow,
): readonly IncidentStep[] {
  const concerned = slos.filter(({ definition }) => proposedSlos(proposal).includes(definition.name));
  if (!concerned.some(mayBeInTrouble)) return [{ kind: 'lapse', proposal }];
  if (mode === 'publish') {
    const into = automatic.find(({ service }) => service === proposal.service)?.incident ?? null;
    return [{ kind: 'publish', proposal, into }];
  }
  const isWorse = proposal.impact === 'minor' && concerned.some(({ isViolated }) => isViolated);
  return isWorse ? [{ kind: 'worsen', proposal }] : [];
}

function ofAutomaticIncident(
  { incident, proposals, service }: AutomaticIncident,
  seen: SeenNow,
): readonly IncidentStep[] {
  const untold = proposals.flatMap((proposal): readonly IncidentStep[] => {
    const slos = proposedSlos(proposal).filter((name) => !incident.slos.includes(name));
    return slos.length === 0 ? [] : [{ kind: 'affect', incident, proposal, slos }];
  });
  if (untold.length > 0) return untold;
  return !isTakenOver(incident) && isOver(incident, seen) ? [{ kind: 'resolve', incident, service }] : [];
}

/** Somebody told more of it: it is theirs to resolve. */
export function isTakenOver({ updates }: RecordedIncident): boolean {
  return updates.some(({ recordedBy }) => recordedBy !== AUTOMATIC);
}

function isOver(incident: RecordedIncident, { slos, nowMs, watchedSinceMs }: SeenNow): boolean {
  const concerned = slos.filter(({ definition }) => incident.slos.includes(definition.name));
  if (concerned.some(mayBeInTrouble)) return false;
  const sinces = concerned.flatMap(({ alerts }) => alerts.map(({ sinceMs }) => sinceMs ?? watchedSinceMs));
  return nowMs - Math.max(watchedSinceMs, ...sinces) >= QUIET_MS;
}

function mayBeInTrouble({ alerts, isUnknown }: PagedSlo): boolean {
  return isUnknown || alerts.some(({ isFiring }) => isFiring);
}

/** All that fire, in the order of the configuration. */
export function firingAlerts(slos: readonly PagedSlo[]): readonly FiringAlert[] {
  return slos.flatMap((slo) =>
    slo.alerts.flatMap(({ name, isFiring, sinceMs }) =>
      isFiring && sinceMs !== null ? [{ slo, alert: name, firedAtMs: sinceMs }] : [],
    ),
  );
}

function keyOf({ slo, alert, firedAtMs }: FiringAlert): string {
  return firingKey({ slo: slo.definition.key, alert, firedAtMs });
}

/** One firing of one alert. */
export function firingKey(of: { readonly slo: string; readonly alert: string; readonly firedAtMs: number }): string {
  return JSON.stringify([of.slo, of.alert, of.firedAtMs]);
}
