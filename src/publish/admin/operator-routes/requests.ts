import { parseInstant } from '../../../domain/parse-instant.js';
import { HttpError } from '../../http/errors.js';

/** Milliseconds since the epoch of a time in a body. Throws `HttpError` 400. */
export function timeOf(key: string, value: string): number {
  const timeMs = parseInstant(value);
  if (timeMs !== null) return timeMs;
  const required = 'must be an ISO 8601 time such as 2026-10-01T00:00:00Z';
  throw new HttpError(400, 'BAD_REQUEST', `"${key}" ${required}, found "${value.slice(0, 100)}"`);
}

export function timeOrNull(key: string, value: string | undefined): number | null {
  return value === undefined ? null : timeOf(key, value);
}

/** What the rules of operators refuse is the caller's fault: 400 with what is required and what was found. */
export async function refusing<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const isRefused = error instanceof Error && 'code' in error && error.code === 'OPERATION_REFUSED';
    throw isRefused ? new HttpError(400, 'OPERATION_REFUSED', error.message) : error;
  }
}
