import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { HttpError } from '../../../src/publish/http/errors.js';
import { QueryGate } from '../../../src/publish/http/query-gate.js';

/** A query that ends when it is told to. */
function openQuery(): { readonly query: () => Promise<string>; finish: () => void; readonly runs: () => number } {
  let finish = (): void => undefined;
  let runs = 0;
  const done = new Promise<string>((resolve) => {
    finish = () => resolve('done');
  });
  const query = (): Promise<string> => {
    runs++;
    return done;
  };
  return { query, finish: () => finish(), runs: () => runs };
}

describe('QueryGate.run()', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const gate = () => new QueryGate({ maxRunning: 1, maxWaiting: 1, timeoutMs: 1_000 });

  it('runs one query after the other', async () => {
    const turns = gate();
    const [first, second] = [openQuery(), openQuery()];
    const answers = [turns.run(first.query), turns.run(second.query)];
    await Promise.resolve();
    expect(second.runs()).toBe(0);
    first.finish();
    second.finish();
    expect(await Promise.all(answers)).toEqual(['done', 'done']);
  });

  it('refuses with 503 when too many wait', async () => {
    const turns = gate();
    const slow = openQuery();
    const [first, second] = [turns.run(slow.query), turns.run(slow.query)];
    await expect(turns.run(slow.query)).rejects.toMatchObject({ statusCode: 503, code: 'BUSY', retryAfterSeconds: 5 });
    slow.finish();
    await Promise.all([first, second]);
  });

  it('answers 503 after the timeout, but keeps the place until the query ends', async () => {
    const turns = gate();
    const [stuck, next] = [openQuery(), openQuery()];
    const late = expect(turns.run(stuck.query)).rejects.toMatchObject({ code: 'TOOK_TOO_LONG' });
    await vi.advanceTimersByTimeAsync(1_000);
    await late;
    const waiting = turns.run(next.query);
    await vi.advanceTimersByTimeAsync(10);
    expect(next.runs()).toBe(0);
    stuck.finish();
    next.finish();
    expect(await waiting).toBe('done');
  });

  it('does not ask what nobody waits for any more', async () => {
    const turns = gate();
    const [stuck, forgotten] = [openQuery(), openQuery()];
    const both = Promise.allSettled([turns.run(stuck.query), turns.run(forgotten.query)]);
    await vi.advanceTimersByTimeAsync(1_000);
    await both;
    stuck.finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(forgotten.runs()).toBe(0);
  });

  it('frees the place of a query that fails', async () => {
    const turns = gate();
    await expect(turns.run(() => Promise.reject(new HttpError(404, 'NOT_FOUND', 'no')))).rejects.toThrow('no');
    expect(await turns.run(() => Promise.resolve(1))).toBe(1);
  });
});
