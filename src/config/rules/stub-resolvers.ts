import { resolversOfStub } from '../../domain/probe-definition.js';
import { MAX_NAMESERVERS } from '../../domain/stub-schedule.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';

/** A stub asks every resolver in its list; says so where a client would not. */
export const stubResolvers: Rule = ({ probes }) =>
  probes.flatMap(({ definition, source }) => {
    const asked = (definition.stubs ?? []).map((stub) => resolversOfStub(definition, stub).length);
    const most = Math.max(0, ...asked);
    if (most <= MAX_NAMESERVERS) return [];
    const message = `of ${String(most)} resolvers glibc reads the first three: here all of them are asked; name those of a client's list as "resolvers" of the stub to see what clients see`;
    return [problemAt(source, '/stub', message, { severity: 'warning', on: 'key' })];
  });
