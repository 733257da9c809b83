import { MessageWalk } from './walk-message.js';

const CLIENT_COOKIE_BYTES = 8;
const SHORTEST_BYTES = 16;
const LONGEST_BYTES = 40;

/**
 * The COOKIE option of a reply, to be sent back with the next query: our 8 bytes and the 8 to 32 of
 * the resolver's (RFC 7873 §4.2). `null` if there is none, or none that answers this client cookie.
 */
export function returnedCookie(reply: Uint8Array, clientCookie: Uint8Array): Uint8Array | null {
  const walk = new MessageWalk();
  if (!walk.read(reply) || walk.cookieAt < 0) return null;
  if (walk.cookieLength < SHORTEST_BYTES || walk.cookieLength > LONGEST_BYTES) return null;
  const cookie = reply.slice(walk.cookieAt, walk.cookieAt + walk.cookieLength);
  const isOurs = clientCookie.every((byte, index) => index < CLIENT_COOKIE_BYTES && byte === cookie[index]);
  return isOurs ? cookie : null;
}
