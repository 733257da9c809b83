import type { Problem } from '../domain/problem.js';
import type { Slices } from '../domain/slo-definition.js';
import { partOf, type SourceDocument } from './document/source-document.js';
import { keysWithoutEffect } from './keys-without-effect.js';
import type { OpensloDocument, OpensloDocumentOf } from './openslo-document.js';
import { parseOpensloDuration } from './openslo-duration.js';
import { type ReadIndicator, readIndicator } from './read-indicator.js';
import type { Objective, SloSpec } from './slo-schema.js';

/** One objective of an SLO, and what is counted for it. */
export interface ReadObjective {
  /** Which one it is, from 1. */
  readonly number: number;
  /** `null` where it is the only one. */
  readonly name: string | null;
  /** In [0, 1). */
  readonly target: number;
  readonly slices: Slices | null;
  /** `null`: the SLO is no composite. */
  readonly compositeWeight: number | null;
  readonly read: ReadIndicator;
  /** Of the objective. */
  readonly place: SourceDocument;
  /** In `place`. */
  readonly targetPointer: string;
}

/** The objectives of an SLO, each with the SLO's indicator or one of its own. */
export function readObjectives(
  slo: OpensloDocumentOf<'SLO'>,
  documents: readonly OpensloDocument[],
): { readonly objectives: readonly ReadObjective[]; readonly problems: readonly Problem[] } {
  const { spec } = slo.object;
  const isComposite = spec.objectives.some(hasIndicator);
  const shared = isComposite ? null : readIndicator(spec, partOf(slo.source, '/spec'), documents);
  const objectives = spec.objectives.flatMap((objective, index) => {
    const place = partOf(slo.source, slo.pointerOf(objective));
    const read = shared ?? readIndicator(objective, place, documents);
    return readObjective(objective, { number: index + 1, spec, isComposite, read, place }) ?? [];
  });
  const read = shared === null ? objectives.map((one) => one.read) : [shared];
  const isRatio = read.every(({ indicator }) => indicator !== null);
  return {
    objectives: spec.objectives.length === 1 ? objectives.map((one) => ({ ...one, name: null })) : told(objectives),
    problems: [...read.flatMap(({ problems }) => problems), ...keysWithoutEffect(slo, { isComposite, isRatio })],
  };
}

interface Around extends Pick<ReadObjective, 'number' | 'read' | 'place'> {
  readonly spec: SloSpec;
  readonly isComposite: boolean;
}

function readObjective(objective: Objective, { spec, isComposite, ...around }: Around): ReadObjective | null {
  const target = objective.target ?? fraction(objective.targetPercent);
  if (target === null) return null;
  const { displayName = '', compositeWeight = 1 } = objective;
  return {
    ...around,
    name: displayName !== '' ? displayName : ((isComposite ? around.read.name : null) ?? percentText(target)),
    target,
    slices: slicesOf(spec.budgetingMethod, objective),
    // Of one objective the whole would be the same again.
    compositeWeight: isComposite && spec.objectives.length > 1 ? compositeWeight : null,
    targetPointer: objective.target === undefined ? '/targetPercent' : '/target',
  };
}

/** Names that tell the objectives apart: of two that are equal the later one says which it is. */
function told(objectives: readonly ReadObjective[]): readonly ReadObjective[] {
  const taken = new Set<string>();
  return objectives.map((objective) => {
    const { name, number } = objective;
    const isTaken = name !== null && taken.has(name);
    const unique = isTaken ? `${name} #${String(number)}` : name;
    if (unique !== null) taken.add(unique);
    return { ...objective, name: unique };
  });
}

function slicesOf(method: SloSpec['budgetingMethod'], objective: Objective): Slices | null {
  const widthMs = parseOpensloDuration(objective.timeSliceWindow ?? '');
  if (method === 'Occurrences' || widthMs === null) return null;
  return { widthMs, target: method === 'Timeslices' ? (objective.timeSliceTarget ?? null) : null };
}

function hasIndicator(objective: Objective): boolean {
  return objective.indicator !== undefined || objective.indicatorRef !== undefined;
}

/** A percentage as the fraction nearest to it: 99.9 / 100 would be 0.9990000000000001. */
function fraction(percent: number | undefined): number | null {
  return percent === undefined ? null : Number((percent / 100).toPrecision(15));
}

function percentText(target: number): string {
  return `${String(Number((target * 100).toPrecision(15)))}%`;
}
