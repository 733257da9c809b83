import type { FastifyRequest } from 'fastify';

import { HttpError } from '../http/errors.js';

/**
 * What is wrong with a request for a change that a page elsewhere may have made a browser send (CSRF): such a
 * page cannot send JSON without asking first, which is never granted, and cannot hide where it is from.
 */
export function changeFault(
  { method, headers }: FastifyRequest,
  allowedHosts: readonly string[],
): HttpError | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  // Fetch Metadata: https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
  if (headers['sec-fetch-site'] === 'cross-site')
    return new HttpError(403, 'FOREIGN_ORIGIN', 'a change must not be asked for by a page of another site');
  const { origin, host } = headers;
  if (origin !== undefined && !isOwnOrigin(origin, host, allowedHosts))
    return new HttpError(403, 'FOREIGN_ORIGIN', 'the Origin header must be that of this listener, or absent');
  if (!isJson(headers['content-type']))
    return new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'a change needs "Content-Type: application/json"');
  return undefined;
}

/** Of the host that was asked, or of one under which a proxy is reached: other ports are other sites. */
function isOwnOrigin(origin: string, host: string | undefined, allowedHosts: readonly string[]): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.origin !== origin.toLowerCase()) return false;
  const own = [host ?? '', ...allowedHosts].filter((name) => name !== '');
  return own.some((name) => sameHost(name, url));
}

/** A port that is the scheme's own may be written or not. */
function sameHost(name: string, { protocol, host }: URL): boolean {
  const own = `${protocol}//${name}`;
  return URL.canParse(own) && new URL(own).host === host;
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}
