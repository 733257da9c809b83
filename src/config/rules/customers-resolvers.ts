import { MAX_NAMESERVERS } from '../../domain/stub-schedule.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';

/** Says so where a client would not read all that the site tells it to. */
export const customersResolvers: Rule = ({ config, root }) => {
  const told = config.publicHttp?.resolvers.length ?? 0;
  if (told <= MAX_NAMESERVERS) return [];
  const message = `of ${String(told)} resolvers glibc reads the first three: the others stand in no snippet for resolv.conf`;
  return [problemAt(root, '/http/public/resolvers', message, { severity: 'warning', on: 'key' })];
};
