import type { FastifyReply, FastifyRequest } from 'fastify';

import { negotiateEncoding } from './negotiate-encoding.js';
import type { Representation } from './representation.js';

/** Figures change every second: caches may keep them, but must ask whether they still hold. */
export const REVALIDATE = 'no-cache';
/** For paths that hold a hash of their content. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Answers with a representation in the encoding the client prefers, or 304 if the client has it. */
export async function sendRepresentation(
  request: FastifyRequest,
  reply: FastifyReply,
  representation: Representation,
  cacheControl: string = REVALIDATE,
): Promise<FastifyReply> {
  const encoding = representation.isWorthCompressing
    ? negotiateEncoding(request.headers['accept-encoding'])
    : 'identity';
  const etag = representation.etag(encoding);
  const vary = [reply.getHeader('vary'), 'accept-encoding'].filter((one) => one !== undefined).join(', ');
  void reply.header('etag', etag).header('cache-control', cacheControl).header('vary', vary);
  if (reply.statusCode === 200 && matchesEntityTag(request.headers['if-none-match'], etag)) {
    return reply.code(304).send();
  }
  if (encoding !== 'identity') void reply.header('content-encoding', encoding);
  void reply.type(representation.contentType);
  return reply.send(await representation.encoded(encoding));
}

/** Whether `If-None-Match` names this tag (weak comparison, RFC 9110 §13.1.2). */
export function matchesEntityTag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
