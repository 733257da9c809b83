import { describe, expect, it } from 'vitest';

import { importFile, type ImportProgress } from '../../../src/app/import/import-file.js';
import { DAY_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import { NO_OUTCOMES } from '../../../src/domain/outcome.js';
import { RttHistogram } from '../../../src/histogram/rtt-histogram.js';
import type { SqliteStore } from '../../../src/record/store/sqlite/sqlite-store.js';
import { allCells, tempStore } from '../../support/temp-store.js';

const NOW = Date.UTC(2026, 9, 15, 12, 30);
const retention = { minutesMs: 10 * DAY_MS, hoursMs: 40 * DAY_MS, daysMs: 400 * DAY_MS };
const clock = { nowMs: () => NOW };

const line = (of: object) => JSON.stringify({ time: '2026-10-15T10:00:00Z', probe: 'p', resolver: 'r', ...of });
const answered = (rttUs: number, of: object = {}) => line({ outcome: 'answered', rttUs, ...of });
const timeout = (of: object = {}) => line({ outcome: 'timeout', ...of });

function importLines(store: SqliteStore, lines: readonly string[], progress: ImportProgress[] = []) {
  const text = Buffer.from(lines.join('\n'));
  async function* chunks() {
    for (let at = 0; at < text.length; at += 100) yield await Promise.resolve(text.subarray(at, at + 100));
  }
  const file = { name: 'test.ndjson', chunks: chunks() };
  return importFile(file, { store, retention, vantage: 'here', clock, onProgress: (step) => progress.push(step) });
}

describe('importFile()', () => {
  it('adds attempts up by series and minute, and makes hours and days of them', async () => {
    const store = tempStore({ clock });
    const lines = [
      answered(1000, { count: 3 }),
      timeout({ time: '2026-10-15T10:00:59.999Z' }),
      answered(2000, { time: '2026-10-15T10:59:00Z', vantage: 'there' }),
      answered(500, { time: '2026-10-15T11:00:00Z' }),
      line({ outcome: 'wrong_rcode', rttUs: 80, rcode: 'SERVFAIL' }),
    ];
    expect(await importLines(store, lines)).toMatchObject({ kind: 'imported', lines: 5, attempts: 7, tooOldLines: 0 });
    expect((await store.series()).map(({ series }) => series)).toEqual([
      { vantage: 'here', probe: 'p', resolver: 'r', query: 'default' },
      { vantage: 'there', probe: 'p', resolver: 'r', query: 'default' },
    ]);
    const minutes = await allCells(store, 'minute');
    expect(minutes.map(({ counts }) => counts)).toEqual([
      { ...NO_OUTCOMES, answered: 3, timeout: 1, wrong_rcode: 1 },
      { ...NO_OUTCOMES, answered: 1 },
      { ...NO_OUTCOMES, answered: 1 },
    ]);
    expect(RttHistogram.fromBytes(minutes[0]!.otherReplies!).maxUs).toBe(80);
    const hours = await allCells(store, 'hour');
    expect(hours.map(({ seriesId, counts }) => [seriesId, counts.answered])).toEqual([
      [1, 3],
      [2, 1],
      [1, 1],
    ]);
    const days = await allCells(store, 'day');
    expect(days.map(({ seriesId, counts }) => [seriesId, counts.answered, counts.timeout])).toEqual([
      [1, 4, 1],
      [2, 1, 0],
    ]);
  });

  it('raises the version once, and changes nothing when the same file comes again', async () => {
    const store = tempStore({ clock });
    const before = await store.version();
    expect(await importLines(store, [timeout()])).toMatchObject({ kind: 'imported' });
    expect(await importLines(store, [timeout()])).toMatchObject({ kind: 'unchanged', lines: 1 });
    expect(await store.version()).toBe(before + 1);
    expect((await allCells(store, 'minute')).map(({ counts }) => counts.timeout)).toEqual([1]);
    expect(await store.sources()).toMatchObject([{ name: 'test.ndjson', attempts: 1, recordedAtMs: NOW }]);
  });

  it('keeps nothing of a file with a bad line, and tells every bad line', async () => {
    const store = tempStore({ clock });
    const outcome = await importLines(store, [timeout(), '', 'nonsense', timeout(), timeout({ count: 0 })]);
    expect(outcome).toMatchObject({ kind: 'rejected', isComplete: true });
    expect(outcome.kind === 'rejected' ? outcome.problems.map((problem) => problem.line) : []).toEqual([3, 5]);
    expect(await allCells(store, 'minute')).toEqual([]);
    expect(await store.series()).toEqual([]);
    expect(await store.sources()).toEqual([]);
    // The same lines without the bad ones are another file.
    expect(await importLines(store, [timeout(), timeout()])).toMatchObject({ kind: 'imported' });
  });

  it('stops after 20 bad lines', async () => {
    const outcome = await importLines(tempStore({ clock }), Array<string>(500).fill('{}'));
    expect(outcome).toMatchObject({ kind: 'rejected', isComplete: false });
    expect(outcome.kind === 'rejected' ? outcome.problems.length : 0).toBe(20);
  });

  it('keeps data older than the minutes in hours, older than the hours in days, and counts what is too old for these', async () => {
    const store = tempStore({ clock });
    const at = (days: number) => new Date(NOW - days * DAY_MS).toISOString();
    const lines = [5, 20, 20.0001, 100, 500].map((days) => timeout({ time: at(days) }));
    expect(await importLines(store, lines)).toMatchObject({ lines: 5, tooOldLines: 1 });
    const count = async (resolution: 'minute' | 'hour' | 'day') =>
      (await allCells(store, resolution)).reduce((sum, { counts }) => sum + counts.timeout, 0);
    expect([await count('minute'), await count('hour'), await count('day')]).toEqual([1, 3, 4]);
  });

  it('covers the minutes of old data exactly', async () => {
    const store = tempStore({ clock });
    const base = Math.floor((NOW - 20 * DAY_MS) / 3_600_000) * 3_600_000;
    const lines = [3, 4, 59].map((minute) => timeout({ time: new Date(base + minute * MINUTE_MS).toISOString() }));
    const offline = line({ outcome: 'prober_error', time: new Date(base + 30 * MINUTE_MS).toISOString() });
    await importLines(store, [...lines, offline]);
    const [hour] = await allCells(store, 'hour');
    expect([...hour!.coveredMinutes]).toEqual([3, 2, 54, 1]);
    expect(hour!.counts).toEqual({ ...NO_OUTCOMES, timeout: 3, prober_error: 1 });
  });

  it('takes an empty file for an import of nothing', async () => {
    expect(await importLines(tempStore({ clock }), [])).toMatchObject({ kind: 'imported', lines: 0, attempts: 0 });
  });

  it('tells how far it is', async () => {
    const progress: ImportProgress[] = [];
    await importLines(tempStore({ clock }), [timeout(), timeout()], progress);
    expect(progress.at(-1)).toEqual({ kind: 'storing', cells: 3, totalCells: 1 });
    expect(progress.filter(({ kind }) => kind === 'reading').length).toBeGreaterThan(1);
  });

  it('rejects with what went wrong while reading, and keeps nothing', async () => {
    const store = tempStore({ clock });
    async function* chunks() {
      yield await Promise.resolve(Buffer.from(`${timeout()}\n`));
      throw new Error('the cable was pulled');
    }
    const deps = { store, retention, vantage: 'here', clock, onProgress: () => undefined };
    await expect(importFile({ name: 'x', chunks: chunks() }, deps)).rejects.toThrow('the cable was pulled');
    expect(await allCells(store, 'minute')).toEqual([]);
  });
});
