import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DAY_MS } from '../../../../src/domain/clock.js';
import { MAX_REPLY_BYTES } from '../../../../src/domain/failure-evidence.js';
import { type FailureReader, FAILURES_PER_SERIES } from '../../../../src/domain/failure-reader.js';
import { Database } from '../../../../src/record/store/sqlite/driver.js';
import type { SqliteStore } from '../../../../src/record/store/sqlite/sqlite-store.js';
import { minuteCell, seriesNamed } from '../../../support/cell-samples.js';
import { failureAt, failureQuery, timeoutAt, toKeep } from '../../../support/failure-samples.js';
import { allCells, tempFolder, tempStore } from '../../../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1, 10);
const retention = { minutesMs: 100 * DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 1825 * DAY_MS };

async function timesIn(store: FailureReader, query = failureQuery()): Promise<number[]> {
  return (await store.failures(query)).map(({ scheduledAtMs }) => scheduledAtMs);
}

describe('SqliteStore keeping failures', () => {
  it('gives back all of a failure, newest first', async () => {
    const store = tempStore();
    const steps = [
      { resolver: 'ns1', outcome: 'timeout', rcode: null, elapsedUs: 5_000_000 },
      { resolver: 'ns2', outcome: 'wrong_rcode', rcode: 'REFUSED', elapsedUs: 800 },
    ] as const;
    const failures = [
      failureAt(T0 + 0.125, { detail: 'NOERROR expected', phase: 'tls' }),
      timeoutAt(T0 + 1, { series: seriesNamed('stub'), steps, localPort: null, sentAtMs: null }),
    ];
    await store.writeMinutes([], 0, toKeep(failures));
    expect(await store.failureHistory.failures(failureQuery())).toEqual([failures[1], failures[0]]);
  });

  it('keeps the firsts of a run and the latest, and goes on so after a restart', async () => {
    const file = join(tempFolder(), 'store.db');
    const first = tempStore({ file });
    await first.writeMinutes([], 0, toKeep([failureAt(T0 - 1, { series: seriesNamed('ns2') })]));
    for (let at = 0; at < 70; at++) await first.writeMinutes([], 0, toKeep([failureAt(T0 + at)]));
    first.close();
    const second = tempStore({ file });
    for (let at = 70; at < 80; at++) await second.writeMinutes([], 0, toKeep([failureAt(T0 + at)]));
    const latest = Array.from({ length: FAILURES_PER_SERIES - 3 }, (_, index) => T0 + 79 - index);
    expect(await timesIn(second.failureHistory)).toEqual([...latest, T0 + 2, T0 + 1, T0, T0 - 1]);
    const rows = new Database(file, { readonly: true });
    expect(rows.prepare('SELECT count(*) FROM failures').pluck().get()).toBe(FAILURES_PER_SERIES + 1);
    rows.close();
    const gone = { series: seriesNamed('ns1'), outcome: 'wrong_rcode', pushedOut: 30, expired: 0, lastMs: T0 + 32 };
    expect(await second.failureHistory.failureLosses(failureQuery())).toEqual([gone]);
  });

  it('does not let what fails all the time push out how it failed otherwise', async () => {
    const store = tempStore();
    const outage = Array.from({ length: 20 }, (_, index) => failureAt(T0 + index));
    const before = Array.from({ length: 100 }, (_, index) => timeoutAt(T0 - 200 + index));
    const after = Array.from({ length: 1_000 }, (_, index) => timeoutAt(T0 + 100 + index));
    await store.writeMinutes([], 0, toKeep([...before, ...outage, ...after]));
    expect(await timesIn(store.failureHistory, failureQuery({ outcome: 'wrong_rcode' }))).toHaveLength(20);
    expect((await timesIn(store.failureHistory))[0]).toBe(T0 + 1_099);
    const [gone, ...others] = await store.failureHistory.failureLosses(failureQuery());
    expect([gone!.outcome, gone!.pushedOut, others]).toEqual(['timeout', 1_070, []]);
    expect(await store.failureHistory.failureLosses(failureQuery({ outcome: 'wrong_rcode' }))).toEqual([]);
    expect(await store.failureHistory.failureLosses(failureQuery({ sinceMs: gone!.lastMs + 1 }))).toEqual([]);
  });

  it('holds so many of each series, each once, the newest of each outcome, and counts the others, however they come', async () => {
    const outcomes = ['timeout', 'wrong_rcode', 'malformed'] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(1e6)), { maxLength: 200 }), async (picks) => {
        const store = tempStore();
        const failures = picks.map(([which, how, at]) =>
          failureAt(T0 + at, { series: seriesNamed(`ns${String(which)}`), outcome: outcomes[how]! }),
        );
        for (let at = 0; at < failures.length; at += 7)
          await store.writeMinutes([], 0, toKeep(failures.slice(at, at + 7)));
        for (const which of [0, 1, 2]) {
          const query = failureQuery({ resolver: `ns${String(which)}` });
          const given = failures.filter(({ series }) => series.resolver === query.resolver);
          const kept = await store.failureHistory.failures(query);
          const gone = (await store.failureHistory.failureLosses(query)).reduce(
            (sum, { pushedOut }) => sum + pushedOut,
            0,
          );
          expect(kept.length).toBe(Math.min(given.length, FAILURES_PER_SERIES));
          expect(kept.length + gone).toBe(given.length);
          for (const outcome of outcomes) {
            const last = given.findLast((failure) => failure.outcome === outcome);
            if (last !== undefined) expect(kept).toContainEqual(last);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('finds by series, outcome and time, at most as many as asked for', async () => {
    const store = tempStore();
    const ns2 = seriesNamed('ns2');
    const failures = [failureAt(T0), timeoutAt(T0 + 1), timeoutAt(T0 + 2, { series: ns2 }), failureAt(T0 + 3)];
    await store.writeMinutes([], 0, toKeep(failures));
    expect(await timesIn(store.failureHistory, failureQuery({ limit: 2 }))).toEqual([T0 + 3, T0 + 2]);
    expect(await timesIn(store.failureHistory, failureQuery({ outcome: 'timeout' }))).toEqual([T0 + 2, T0 + 1]);
    expect(await timesIn(store.failureHistory, failureQuery({ resolver: 'ns1', outcome: 'timeout' }))).toEqual([
      T0 + 1,
    ]);
    expect(await timesIn(store.failureHistory, failureQuery({ sinceMs: T0 + 2 }))).toEqual([T0 + 3, T0 + 2]);
    expect(await timesIn(store.failureHistory, failureQuery({ probe: 'public', sinceMs: T0 + 3 }))).toEqual([T0 + 3]);
    expect(await timesIn(store.failureHistory, failureQuery({ probe: 'public', vantage: 'osaka' }))).toEqual([]);
    expect(await timesIn(store.failureHistory, failureQuery({ query: 'no-such' }))).toEqual([]);
  });

  it('cuts what others made long: replies at 4 KB, texts at some hundred characters', async () => {
    const store = tempStore();
    const ede = Array.from({ length: 5000 }, (_, code) => ({ code, text: 'x'.repeat(5000) }));
    const reply = { rcode: 'SERVFAIL', flags: [], answerCount: 0, nsid: 'y'.repeat(60_000), ede };
    const long = { reply, detail: 'z'.repeat(60_000), bytes: new Uint8Array(64_000), byteCount: 64_000 };
    await store.writeMinutes([], 0, toKeep([failureAt(T0, long)]));
    const [kept] = await store.failureHistory.failures(failureQuery());
    expect([kept!.bytes!.length, kept!.byteCount]).toEqual([MAX_REPLY_BYTES, 64_000]);
    const { bytes, ...texts } = kept!;
    expect(bytes).not.toBeNull();
    expect(JSON.stringify(texts).length).toBeLessThan(8_000);
  });

  it('undoes nothing and keeps its place when a write fails', async () => {
    const store = tempStore();
    await store.writeMinutes([], 0, toKeep([failureAt(T0)]));
    const broken = { ...failureAt(T0 + 1), peer: 1n as unknown as string };
    const cell = minuteCell({ startMs: T0, rttsUs: [1] });
    await expect(store.writeMinutes([cell], 0, toKeep([failureAt(T0 + 1), broken]))).rejects.toThrow();
    expect([await timesIn(store.failureHistory), (await allCells(store, 'minute')).length]).toEqual([[T0], 0]);
    const rest = Array.from({ length: FAILURES_PER_SERIES }, (_, index) => failureAt(T0 + 2 + index));
    await store.writeMinutes([], 0, toKeep(rest));
    expect((await timesIn(store.failureHistory)).length).toBe(FAILURES_PER_SERIES);
    // The first of its run stays, the write that failed is counted nowhere, and the one that made room once.
    expect(await timesIn(store.failureHistory, failureQuery({ limit: 100 }))).toContain(T0);
    expect(await store.failureHistory.failureLosses(failureQuery())).toMatchObject([{ pushedOut: 1 }]);
  });

  it('reads what an earlier version kept, which tells no phase', async () => {
    const file = join(tempFolder(), 'store.db');
    const store = tempStore({ file });
    await store.writeMinutes([], 0, toKeep([timeoutAt(T0, { phase: 'connect' })]));
    const other = new Database(file);
    other.prepare(`UPDATE failures SET details = json_remove(details, '$.phase')`).run();
    other.close();
    expect(await store.failureHistory.failures(failureQuery())).toEqual([timeoutAt(T0)]);
  });

  it('leaves out a row that cannot be read', async () => {
    const file = join(tempFolder(), 'store.db');
    const store = tempStore({ file });
    await store.writeMinutes([], 0, toKeep([failureAt(T0), failureAt(T0 + 1)]));
    const other = new Database(file);
    other.prepare(`UPDATE failures SET details = 'nonsense' WHERE position = 1`).run();
    other.close();
    expect(await timesIn(store.failureHistory)).toEqual([T0]);
  });

  it('pruneStep() removes failures older than minutes are kept', async () => {
    const store: SqliteStore = tempStore();
    const old = Array.from({ length: 50 }, (_, index) => failureAt(T0 - 101 * DAY_MS + index));
    const gone = seriesNamed('gone');
    await store.writeMinutes([], 0, toKeep([...old.map((one) => ({ ...one, series: gone })), ...old, failureAt(T0)]));
    let steps = 0;
    while (await store.pruneStep(retention, T0)) steps++;
    expect(steps).toBeGreaterThan(1);
    expect(await timesIn(store.failureHistory)).toEqual([T0]);
    expect(await store.pruneStep(retention, T0)).toBe(false);
    const lost = await store.failureHistory.failureLosses(failureQuery({ resolver: 'gone' }));
    expect(lost).toMatchObject([{ pushedOut: 0, expired: 50, lastMs: T0 - 101 * DAY_MS + 49 }]);
  });
});
