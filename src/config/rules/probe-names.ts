import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';

/** Two probes of one name would write into the same series. */
export const probeNames: Rule = ({ probes }) =>
  probes.flatMap(({ definition, source }, index) => {
    const first = probes.findIndex((probe) => probe.definition.name === definition.name);
    const other = probes[first];
    if (other === undefined || first === index) return [];
    const { line } = other.source.position('/probe', 'value');
    const message = `two probes have the name "${definition.name}": the other one is at ${other.source.file}:${String(line)}`;
    return [problemAt(source, '/probe', message)];
  });
