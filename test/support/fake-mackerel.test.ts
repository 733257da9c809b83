import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeMackerel, type FakeMackerel } from './fake-mackerel.js';
import { VirtualTime } from './virtual-time.js';

const NOW_MS = Date.UTC(2026, 9, 29);
const NOW_S = NOW_MS / 1_000;
let mackerel: FakeMackerel;

beforeEach(async () => {
  mackerel = await startFakeMackerel({ clock: new VirtualTime(NOW_MS) });
});
afterEach(() => mackerel.close());

async function post(body: unknown, apiKey = 'test-key', service = 'dns'): Promise<number> {
  const response = await fetch(`${mackerel.url}/api/v0/services/${service}/tsdb`, {
    method: 'POST',
    headers: { 'X-Api-Key': apiKey, 'Content-Type': 'application/json', Connection: 'close' },
    body: JSON.stringify(body),
  });
  await response.text();
  return response.status;
}

describe('startFakeMackerel()', () => {
  it('stores points in order of arrival', async () => {
    expect(await post([{ name: 'a.b', time: NOW_S, value: 1 }])).toBe(200);
    expect(await post([{ name: 'a.b', time: NOW_S - 60, value: 2 }])).toBe(200);
    expect(mackerel.points).toMatchObject([
      { name: 'a.b', time: NOW_S, value: 1, request: 1, arrivedAtMs: NOW_MS },
      { name: 'a.b', time: NOW_S - 60, value: 2, request: 2 },
    ]);
  });

  it('answers 200 for points older than 24 h and does not store them', async () => {
    const old = { name: 'a.old', time: NOW_S - 86_401, value: 1 };
    expect(await post([old, { name: 'a.new', time: NOW_S - 86_400, value: 1 }])).toBe(200);
    expect(mackerel.points.map(({ name }) => name)).toEqual(['a.new']);
    expect(mackerel.ignored.map(({ name }) => name)).toEqual(['a.old']);
  });

  it('refuses a wrong key and an unknown service', async () => {
    expect(await post([], 'other')).toBe(403);
    expect(await post([], 'test-key', 'other')).toBe(404);
  });

  it.each([
    ['a name with a space', [{ name: 'a b', time: NOW_S, value: 1 }]],
    ['an empty name', [{ name: '', time: NOW_S, value: 1 }]],
    ['a fractional time', [{ name: 'a', time: NOW_S + 0.5, value: 1 }]],
    ['NaN, which JSON writes as null', [{ name: 'a', time: NOW_S, value: Number.NaN }]],
    ['an object', { name: 'a', time: NOW_S, value: 1 }],
  ])('refuses %s and stores nothing of the request', async (_, body) => {
    expect(await post(body)).toBe(400);
    expect(mackerel.points).toEqual([]);
  });

  it('closes its port when down and comes back at the same one', async () => {
    await mackerel.setFault({ kind: 'down' });
    await expect(post([])).rejects.toThrow();
    await mackerel.setFault({ kind: 'none' });
    expect(await post([])).toBe(200);
  });
});
