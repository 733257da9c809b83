import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';

/** What a target has been told is kept by its name. */
export const notifyNames: Rule = ({ config: { notify }, root }) =>
  notify.flatMap(({ name }, index) => {
    if (notify.findIndex((other) => other.name === name) === index) return [];
    return [problemAt(root, `/notify/${String(index)}/name`, `target name "${name}" is used twice: names must differ`)];
  });
