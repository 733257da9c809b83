/** Which answers a resolver holds; it decides whether a query is a hit or a miss. */
export interface AnswerCache {
  /** Whether the answer is held at this time; if not, it is from now on, for `ttlSeconds`. */
  touch(key: string, ttlSeconds: number, nowMs: number): boolean;
}

/** A cache of at most `capacity` answers; the oldest goes first. */
export function createAnswerCache(capacity: number): AnswerCache {
  const expiresAtMs = new Map<string, number>();
  return {
    touch(key, ttlSeconds, nowMs) {
      if (nowMs < (expiresAtMs.get(key) ?? -Infinity)) return true;
      expiresAtMs.delete(key);
      expiresAtMs.set(key, nowMs + ttlSeconds * 1e3);
      if (expiresAtMs.size > capacity) {
        for (const oldest of expiresAtMs.keys()) {
          expiresAtMs.delete(oldest);
          break;
        }
      }
      return false;
    },
  };
}
