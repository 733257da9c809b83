const LONGEST_MESSAGE = 200;

/**
 * What an answer of Mackerel's API that is no success says, for a log or an operator: its status, and its
 * message where it has one (`{"error":{"message":"…"}}`; it may be absent). `secret` is cut out.
 */
export function apiMessage(status: number, body: string, secret: string): string {
  const error = jsonProperty(body, 'error');
  const message = typeof error === 'string' ? error : property(error, 'message');
  const answered = `Mackerel answered ${String(status)}`;
  return typeof message === 'string' ? `${answered}: ${oneLine(withoutSecret(message, secret))}` : answered;
}

/** Of the JSON object in `body`; `undefined` where there is none. */
export function jsonProperty(body: string, key: string): unknown {
  try {
    return property(JSON.parse(body), key);
  } catch {
    return undefined;
  }
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function withoutSecret(text: string, secret: string): string {
  return secret === '' ? text : text.replaceAll(secret, '***');
}

function oneLine(message: string): string {
  // eslint-disable-next-line no-control-regex -- what a log line must not hold
  const clean = message.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  return clean.length > LONGEST_MESSAGE ? `${clean.slice(0, LONGEST_MESSAGE)}…` : clean;
}
