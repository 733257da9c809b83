import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';

/** resolv.conf(5): up to MAXNS (currently 3) name servers may be listed. */
const MAXNS = 3;

/** A stub asks every resolver; says so where a client would not. */
export const stubResolvers: Rule = ({ probes }) =>
  probes.flatMap(({ definition: { resolvers, stubs = [] }, source }) => {
    const asked = resolvers.filter(({ transport }) => transport === 'udp').length;
    if (stubs.length === 0 || asked <= MAXNS) return [];
    const message = `of ${String(asked)} resolvers glibc reads the first three: here all of them are asked; put the others into a probe of their own to see what clients see`;
    return [problemAt(source, '/stub', message, { severity: 'warning', on: 'key' })];
  });
