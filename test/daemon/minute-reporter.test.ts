import { describe, expect, it } from 'vitest';

import { DAY_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { MinuteReport, SeriesMinute } from '../../src/domain/minute-report.js';
import { MinuteReporter, type MinuteReporterDeps } from '../../src/daemon/minute-reporter.js';
import { sampleSeries, sampleSlo } from '../support/minute-report-samples.js';

const NOW = Date.UTC(2026, 9, 1, 12);

/** What was told, and switches for what may go wrong. */
class Fixture {
  readonly told: MinuteReport[] = [];
  readonly measured = new Set<number>();
  watermark: number | null = null;
  isFailing = false;
  nowMs = 0;
  evaluationMs = 0;

  deps(): MinuteReporterDeps {
    return {
      measuredMinute: (minuteMs) => Promise.resolve({ series: this.#seriesOf(minuteMs), resolvers: [] }),
      statusesAt: (atMs) => {
        this.nowMs += this.evaluationMs;
        return Promise.resolve([sampleSlo({ name: `made-up-${String(atMs)}` })]);
      },
      enqueue: (report) => this.#enqueue(report),
      watermarkMs: () => Promise.resolve(this.watermark),
      monotonicMs: () => this.nowMs,
    };
  }

  minutes(): number[] {
    return this.told.filter(({ slos }) => slos.length > 0).map(({ minuteMs }) => (minuteMs - NOW) / MINUTE_MS);
  }

  #seriesOf(minuteMs: number): readonly SeriesMinute[] {
    return this.measured.has(minuteMs) ? [sampleSeries()] : [];
  }

  #enqueue(report: MinuteReport): Promise<void> {
    if (this.isFailing) return Promise.reject(new Error('the disk is full'));
    this.told.push(report);
    this.watermark = report.minuteMs;
    return Promise.resolve();
  }
}

function settled(minute: number): { minuteMs: number; statuses: [ReturnType<typeof sampleSlo>] } {
  return { minuteMs: NOW + minute * MINUTE_MS, statuses: [sampleSlo()] };
}

describe('MinuteReporter', () => {
  it('hands settled minutes on once and in order', async () => {
    const fixture = new Fixture();
    const reporter = new MinuteReporter(NOW, fixture.deps());
    reporter.add([settled(0), settled(1)]);
    await reporter.work();
    reporter.add([settled(2)]);
    await reporter.work();
    await reporter.work();
    expect(fixture.minutes()).toEqual([0, 1, 2]);
  });

  it('keeps what cannot be handed on and tries again', async () => {
    const fixture = new Fixture();
    const reporter = new MinuteReporter(NOW, fixture.deps());
    reporter.add([settled(0)]);
    fixture.isFailing = true;
    await expect(reporter.work()).rejects.toThrow('the disk is full');
    reporter.add([settled(1)]);
    fixture.isFailing = false;
    await reporter.work();
    expect(fixture.minutes()).toEqual([0, 1]);
  });

  it('makes up for measured minutes that an earlier run left untold, before newer ones', async () => {
    const fixture = new Fixture();
    fixture.watermark = NOW - 5 * MINUTE_MS;
    for (const minute of [-4, -2, -1]) fixture.measured.add(NOW + minute * MINUTE_MS);
    const reporter = new MinuteReporter(NOW, fixture.deps());
    reporter.add([settled(0)]);
    await reporter.work();
    expect(fixture.minutes()).toEqual([-4, -2, -1, 0]);
    expect(fixture.told[0]?.slos[0]?.name).toBe(`made-up-${String(NOW - 3 * MINUTE_MS)}`);
  });

  it('makes up for a gap between settled minutes', async () => {
    const fixture = new Fixture();
    for (const minute of [1, 2]) fixture.measured.add(NOW + minute * MINUTE_MS);
    const reporter = new MinuteReporter(NOW, fixture.deps());
    reporter.add([settled(0), settled(4)]);
    await reporter.work();
    expect(fixture.minutes()).toEqual([0, 1, 2, 4]);
  });

  it('tells nothing of the time before a first run, but lets the next run know where it began', async () => {
    const fixture = new Fixture();
    fixture.measured.add(NOW - MINUTE_MS);
    await new MinuteReporter(NOW, fixture.deps()).work();
    expect(fixture.minutes()).toEqual([]);
    expect(fixture.watermark).toBe(NOW - MINUTE_MS);
    // The first run ended within its first minute: the second finds that minute.
    fixture.measured.add(NOW);
    const second = new MinuteReporter(NOW + MINUTE_MS, fixture.deps());
    await second.work();
    expect(fixture.minutes()).toEqual([0]);
  });

  it('looks back no further than a day', async () => {
    const fixture = new Fixture();
    fixture.watermark = NOW - 3 * DAY_MS;
    fixture.measured.add(NOW - 2 * DAY_MS).add(NOW - DAY_MS);
    await new MinuteReporter(NOW, fixture.deps()).work();
    expect(fixture.minutes()).toEqual([-1440]);
  });

  it('spends no more than its budget at a time', async () => {
    const fixture = new Fixture();
    fixture.watermark = NOW - 11 * MINUTE_MS;
    fixture.evaluationMs = 90;
    for (let minute = -10; minute < 0; minute++) fixture.measured.add(NOW + minute * MINUTE_MS);
    const reporter = new MinuteReporter(NOW, fixture.deps());
    await reporter.work();
    expect(fixture.minutes()).toEqual([-10, -9, -8]);
    for (let second = 0; second < 3; second++) await reporter.work();
    expect(fixture.minutes()).toEqual([-10, -9, -8, -7, -6, -5, -4, -3, -2, -1]);
  });
});
