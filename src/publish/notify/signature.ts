import { createHmac } from 'node:crypto';

import { SECOND_MS } from '../../domain/clock.js';

/**
 * Headers by which a receiver that knows the secret can tell that we sent the body, and when: HMAC-SHA256
 * (RFC 2104) over the time in seconds, a dot and the bytes of the body. The time is that of the delivery, each
 * attempt's own, so that what somebody recorded can be refused when it is sent again later.
 */
export function signatureHeaders(secret: string, body: string, nowMs: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / SECOND_MS));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex');
  return { 'X-Resolver-SLO-Timestamp': timestamp, 'X-Resolver-SLO-Signature': `sha256=${signature}` };
}
