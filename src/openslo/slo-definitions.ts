import type { Problem } from '../domain/problem.js';
import { problemAt } from './document/source-document.js';
import { documentsOfKind, type OpensloDocument } from './openslo-document.js';
import type { PlacedSlo } from './placed-slo.js';
import { readSlo } from './read-slo.js';

export interface SloDefinitions {
  readonly slos: readonly PlacedSlo[];
  readonly problems: readonly Problem[];
}

/** The SLOs of a set of documents whose metric sources are of type `resolver-slo`; any other is a problem. */
export function sloDefinitions(documents: readonly OpensloDocument[]): SloDefinitions {
  const read = documentsOfKind(documents, 'SLO').map((slo) => readSlo(slo, documents));
  const slos = read.flatMap((one) => one.slos);
  return { slos, problems: [...read.flatMap(({ problems }) => problems), ...repeatedNames(slos)] };
}

/** Names that a preset makes of one document may be those of another one. */
function repeatedNames(slos: readonly PlacedSlo[]): readonly Problem[] {
  const first = new Map<string, PlacedSlo>();
  return slos.flatMap((slo) => {
    const { name } = slo.definition;
    const other = first.get(name) ?? slo;
    first.set(name, other);
    const isMade = slo.preset === 'resolver-basic' || other.preset === 'resolver-basic';
    if (other.source === slo.source || !isMade) return [];
    const { line } = other.source.position(other.pointers.name, 'value');
    const message = `two SLOs would have the name "${name}", for preset resolver-basic makes three of one: the other one is at ${other.source.file}:${String(line)}`;
    return [problemAt(slo.source, slo.pointers.name, message)];
  });
}
