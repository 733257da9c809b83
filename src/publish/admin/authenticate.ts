import { createHash, timingSafeEqual } from 'node:crypto';

import type { AdminScope, AdminToken } from '../config.js';

export type Authentication =
  /** `name`: of the token; `null`: none is configured. */
  | { readonly kind: 'allowed'; readonly name: string | null }
  | { readonly kind: 'unauthenticated' }
  | { readonly kind: 'forbidden' };

/**
 * Judges an `Authorization` header: a bearer token (RFC 6750), or Basic with a token as the
 * password and any user name (RFC 7617). Without configured tokens everybody is allowed.
 */
export function authenticate(
  authorization: string | undefined,
  tokens: readonly AdminToken[],
  scope: AdminScope,
): Authentication {
  if (tokens.length === 0) return { kind: 'allowed', name: null };
  const presented = presentedSecret(authorization);
  if (presented === null) return { kind: 'unauthenticated' };
  const token = matchingToken(presented, tokens);
  if (token === null) return { kind: 'unauthenticated' };
  return token.scopes.includes(scope) ? { kind: 'allowed', name: token.name } : { kind: 'forbidden' };
}

function presentedSecret(authorization: string | undefined): string | null {
  const match = /^(bearer|basic) +([^ ]+)$/i.exec(authorization?.trim() ?? '');
  const credentials = match?.[2];
  if (match === null || credentials === undefined) return null;
  if (match[1]?.toLowerCase() === 'bearer') return credentials;
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? null : pair.slice(colon + 1);
}

/** Every token is compared, and digests are, so that the time taken tells neither which nor how much matched. */
function matchingToken(presented: string, tokens: readonly AdminToken[]): AdminToken | null {
  const digest = sha256(presented);
  let matching: AdminToken | null = null;
  for (const token of tokens) {
    if (timingSafeEqual(digest, sha256(token.token))) matching = token;
  }
  return matching;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
