import { formatEndpoint } from '../../domain/endpoint.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';

/** What the public may see and what an operator may do never share a port. */
export const listenersApart: Rule = ({ config, root }) => {
  const listeners = [
    { pointer: '/http/public/listen', listen: config.publicHttp?.listen },
    { pointer: '/http/admin/listen', listen: config.adminHttp?.listen },
    { pointer: '/http/webhooks/listen', listen: config.webhooksHttp?.listen },
    { pointer: '/lab/listen', listen: config.lab?.listen },
  ];
  const first = new Map<string, string>();
  return listeners.flatMap(({ pointer, listen }) => {
    // Port 0 is a free one each time.
    if (listen === undefined || listen.port === 0) return [];
    const key = formatEndpoint(listen.host, listen.port);
    const other = first.get(key);
    if (other === undefined) first.set(key, pointer);
    if (other === undefined) return [];
    return [problemAt(root, pointer, `must be another address or port: ${other} listens on ${key} too`)];
  });
};
