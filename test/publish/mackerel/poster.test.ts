import { afterEach, describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../src/domain/clock.js';
import { MackerelPoster } from '../../../src/publish/mackerel/poster.js';
import { MACKEREL_CHANNEL, servicePoints } from '../../../src/publish/mackerel/service-points.js';
import type { OutboundRequest, OutboundResult } from '../../../src/publish/outbound/outbound-client.js';
import { mackerelConfig } from '../../support/mackerel-config.js';
import { MackerelModel } from '../../support/mackerel-model.js';
import { MemoryOutbox } from '../../support/memory-outbox.js';
import { sampleReport, sampleSeries } from '../../support/minute-report-samples.js';
import { RecordingLog } from '../../support/recording-log.js';
import { VirtualTime } from '../../support/virtual-time.js';

const START_MS = Date.UTC(2026, 9, 1);
const API_KEY = 'secret-key';
const POINTS_PER_MINUTE = 12;
const CONFIG = mackerelConfig({ apiKey: API_KEY, apiBase: 'https://mackerel.example.org/' });

/** A poster against a Mackerel in memory, with time and faults under the test's control. */
class World {
  readonly time = new VirtualTime(START_MS);
  readonly outbox = new MemoryOutbox();
  readonly log = new RecordingLog();
  readonly mackerel: MackerelModel;
  /** Answers instead of Mackerel; `null`: Mackerel answers. */
  fault: ((request: OutboundRequest) => Promise<OutboundResult>) | null = null;
  readonly reportedMinutes: number[] = [];
  /** When each request was made. */
  readonly requestedAtMs: number[] = [];
  poster = this.#newPoster();

  constructor(postsPerMinute?: number) {
    const limit = postsPerMinute === undefined ? {} : { postsPerMinute };
    this.mackerel = new MackerelModel({ apiKey: API_KEY, service: 'dns', clock: this.time, ...limit });
  }

  /** What a stop or a crash and a new start do: only the outbox remains. */
  async restart(): Promise<void> {
    await this.poster.stop();
    this.poster = this.#newPoster();
    this.poster.start();
  }

  /** Lives through whole minutes, each of which is reported at its end. */
  async live(minutes: number): Promise<void> {
    for (let i = 0; i < minutes; i++) {
      const minuteMs = this.time.nowMs();
      await this.time.advance(MINUTE_MS);
      this.reportedMinutes.push(minuteMs);
      await this.poster.enqueueMinute(sampleReport(minuteMs));
    }
    await this.time.advance(0);
  }

  /** The minutes at Mackerel in order of arrival, one for each time it arrived. */
  arrivedMinutes(): readonly number[] {
    return this.mackerel.points.filter(({ name }) => name.endsWith('.sli')).map(({ time }) => time * 1_000);
  }

  #newPoster(): MackerelPoster {
    return new MackerelPoster({
      config: CONFIG,
      destination: servicePoints(CONFIG),
      outbox: this.outbox,
      client: { send: (request) => this.#send(request) },
      clock: this.time,
      log: this.log,
      sleep: this.time.sleep,
      random: () => 0.5,
    });
  }

  async #send(request: OutboundRequest): Promise<OutboundResult> {
    this.requestedAtMs.push(this.time.nowMs());
    if (this.fault !== null) return this.fault(request);
    const { status, body } = this.mackerel.answer({
      method: request.method,
      path: request.url.pathname,
      apiKey: request.headers['X-Api-Key'],
      contentType: request.headers['Content-Type'],
      body: request.body ?? '',
    });
    return { kind: 'response', status, body, retryAfter: null };
  }
}

const refused: OutboundResult = { kind: 'network_error', cause: 'ECONNREFUSED 127.0.0.1:443' };
const isDown = (): Promise<OutboundResult> => Promise.resolve(refused);

function answering(status: number, message = 'no', retryAfter: string | null = null): () => Promise<OutboundResult> {
  return () => Promise.resolve({ kind: 'response', status, body: JSON.stringify({ error: { message } }), retryAfter });
}

function minutesFrom(startMs: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => startMs + i * MINUTE_MS);
}

let world: World;
function newWorld(postsPerMinute?: number): World {
  world = new World(postsPerMinute);
  world.poster.start();
  return world;
}
afterEach(async () => world.poster.stop());

describe('MackerelPoster in good times', () => {
  it('posts each minute once, in order, within seconds of its report', async () => {
    const { mackerel } = newWorld();
    await world.live(10);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 10));
    expect(mackerel.points).toHaveLength(10 * POINTS_PER_MINUTE);
    for (const { time, arrivedAtMs } of mackerel.points) {
      expect(arrivedAtMs - (time * 1_000 + MINUTE_MS)).toBeLessThanOrEqual(30 * SECOND_MS);
    }
    expect(await world.outbox.depth(MACKEREL_CHANNEL)).toEqual({ count: 0, parked: 0, oldestMs: null });
  });

  it('splits a minute into requests of at most 100 points and still posts it within 30 s', async () => {
    const { mackerel, poster, time } = newWorld();
    const series = Array.from({ length: 1_000 }, (_, i) =>
      sampleSeries({ series: { vantage: 'tokyo', probe: 'public', resolver: `ns${String(i)}`, query: 'www' } }),
    );
    await poster.enqueueMinute(sampleReport(START_MS, { series }));
    await time.advance(30 * SECOND_MS);
    expect(mackerel.points).toHaveLength(5_007);
    const perRequest = new Map<number, number>();
    for (const { request } of mackerel.points) perRequest.set(request, (perRequest.get(request) ?? 0) + 1);
    expect(Math.max(...perRequest.values())).toBe(100);
    expect(new Set(mackerel.points.map(({ name }) => name)).size).toBe(5_007);
  });

  it('moves the watermark for a minute without any data and posts nothing', async () => {
    newWorld();
    await world.poster.enqueueMinute(sampleReport(START_MS, { slos: [], series: [] }));
    await world.time.advance(MINUTE_MS);
    expect(await world.poster.watermarkMs()).toBe(START_MS);
    expect(world.requestedAtMs).toEqual([]);
  });

  it('sends the key in the header and nowhere else', async () => {
    newWorld();
    const seen: OutboundRequest[] = [];
    world.fault = (request) => {
      seen.push(request);
      return answering(403, `key ${API_KEY} is read-only`)();
    };
    await world.live(2);
    expect(seen[0]?.headers['X-Api-Key']).toBe(API_KEY);
    expect(seen[0]?.url.href).toBe('https://mackerel.example.org/api/v0/services/dns/tsdb');
    expect(seen[0]?.body).not.toContain(API_KEY);
    expect(world.log.lines).not.toEqual([]);
    expect(world.log.text()).not.toContain(API_KEY);
  });
});

describe('MackerelPoster.enqueueMinute()', () => {
  it('ignores a minute that is not later than the watermark, also one reported twice at once', async () => {
    newWorld();
    const { poster } = world;
    const later = START_MS + MINUTE_MS;
    await Promise.all([poster.enqueueMinute(sampleReport(later)), poster.enqueueMinute(sampleReport(later))]);
    await poster.enqueueMinute(sampleReport(START_MS));
    await world.time.advance(MINUTE_MS);
    expect(world.arrivedMinutes()).toEqual([later]);
  });

  it('rejects when the store fails and takes the same minute afterwards', async () => {
    newWorld();
    world.outbox.setFailing(['enqueue']);
    await expect(world.poster.enqueueMinute(sampleReport(START_MS))).rejects.toThrow('enqueue fails');
    expect(await world.poster.watermarkMs()).toBeNull();
    world.outbox.setFailing(null);
    await world.poster.enqueueMinute(sampleReport(START_MS));
    await world.time.advance(MINUTE_MS);
    expect(world.arrivedMinutes()).toEqual([START_MS]);
  });
});

describe('MackerelPoster after the clock was wrong', () => {
  const WRONG_BY_MS = 400 * DAY_MS;

  it('disbelieves a watermark in the future, says so once, and posts from now on', async () => {
    newWorld();
    await world.outbox.enqueue(MACKEREL_CHANNEL, [], START_MS + WRONG_BY_MS);
    expect(await world.poster.watermarkMs()).toBeNull();
    expect(await world.poster.watermarkMs()).toBeNull();
    await world.live(3);
    await world.restart();
    await world.live(2);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 5));
    expect(await world.poster.watermarkMs()).toBe(START_MS + 4 * MINUTE_MS);
    expect(world.log.lines).toMatchObject([{ level: 'warn', fields: { watermark: '2027-11-05T00:00:00Z' } }]);
  });

  it('believes one that is no more than two minutes ahead', async () => {
    newWorld();
    await world.outbox.enqueue(MACKEREL_CHANNEL, [], START_MS + 2 * MINUTE_MS);
    await world.poster.enqueueMinute(sampleReport(START_MS));
    await world.time.advance(MINUTE_MS);
    expect(await world.poster.watermarkMs()).toBe(START_MS + 2 * MINUTE_MS);
    expect(world.arrivedMinutes()).toEqual([]);
    expect(world.log.lines).toEqual([]);
  });
});

describe('MackerelPoster through outages', () => {
  it('posts every minute of a 3 h outage once, in order, with its own time', async () => {
    newWorld();
    await world.live(5);
    world.fault = isDown;
    await world.live(180);
    expect(world.arrivedMinutes()).toHaveLength(5);
    expect((await world.outbox.depth(MACKEREL_CHANNEL)).count).toBe(180);
    world.fault = null;
    await world.live(15);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 200));
    expect(world.mackerel.ignored).toEqual([]);
    expect(world.poster.counts()).toMatchObject({ taken: 200, refused: 0, dropped: 0 });
  });

  it('loses nothing while Mackerel takes fewer requests a minute than wait', async () => {
    const { mackerel } = newWorld(5);
    world.fault = isDown;
    await world.live(60);
    world.fault = null;
    await world.live(30);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 90));
    expect(world.requestedAtMs.length).toBeGreaterThan(mackerel.points.length / POINTS_PER_MINUTE);
    expect(world.log.text()).toContain('Mackerel answered 429: too many requests');
  });

  it('drains with at least 2 s between requests, and begins within a minute of the end of the outage', async () => {
    newWorld();
    world.fault = isDown;
    await world.live(60);
    const upAgainAtMs = world.time.nowMs();
    world.fault = null;
    world.requestedAtMs.length = 0;
    await world.live(5);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 65));
    expect(world.requestedAtMs[0]! - upAgainAtMs).toBeLessThanOrEqual(MINUTE_MS);
    const gaps = world.requestedAtMs.slice(1).map((atMs, i) => atMs - world.requestedAtMs[i]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2 * SECOND_MS);
  });

  it('backs off between tries, a minute at most', async () => {
    newWorld();
    world.fault = isDown;
    await world.live(30);
    const gaps = world.requestedAtMs.slice(1).map((atMs, i) => atMs - world.requestedAtMs[i]!);
    expect(gaps.slice(0, 6)).toEqual([1_500, 3_000, 6_000, 12_000, 24_000, 45_000]);
    expect(new Set(gaps.slice(6))).toEqual(new Set([45_000]));
  });

  it('says that an outage began and that it is over, not each try', async () => {
    newWorld();
    world.fault = isDown;
    await world.live(60);
    world.fault = null;
    await world.live(5);
    expect(world.log.lines).toMatchObject([
      { level: 'warn', fields: { cause: 'ECONNREFUSED 127.0.0.1:443' } },
      { level: 'info', message: 'delivers again' },
    ]);
  });

  it('goes on where it was after a restart in the middle of an outage', async () => {
    newWorld();
    world.fault = isDown;
    await world.live(40);
    await world.restart();
    await world.live(40);
    world.fault = null;
    await world.live(2);
    await world.restart();
    await world.live(8);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 90));
  });

  it('does not post again what was posted, when minutes are reported again after a restart', async () => {
    newWorld();
    await world.live(3);
    await world.restart();
    for (const minuteMs of minutesFrom(START_MS, 3)) await world.poster.enqueueMinute(sampleReport(minuteMs));
    await world.live(1);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 4));
  });

  it('posts the last 24 h after an outage of two days and reports the loss', async () => {
    newWorld();
    world.fault = isDown;
    await world.live(2 * 24 * 60);
    const upAgainAtMs = world.time.nowMs();
    world.fault = null;
    await world.live(120);
    const arrived = world.arrivedMinutes();
    expect(world.mackerel.ignored).toEqual([]);
    expect(arrived).toEqual(minutesFrom(arrived[0]!, arrived.length));
    expect(arrived.at(-1)).toBe(upAgainAtMs + 119 * MINUTE_MS);
    // Draining begins up to a minute later, and a minute is kept as margin.
    expect(arrived[0]! - (upAgainAtMs - DAY_MS)).toBeLessThanOrEqual(2 * MINUTE_MS);
    expect(world.poster.counts().dropped).toBe(2 * 24 * 60 + 120 - arrived.length);
    const losses = world.log.lines.filter(({ message }) => message.startsWith('dropped'));
    const reportedLoss = losses.reduce((sum, { fields }) => sum + (fields as { dropped: number }).dropped, 0);
    expect(reportedLoss).toBe(world.poster.counts().dropped);
    // At most one an hour, and the rest when it is over.
    expect(losses.length).toBeLessThanOrEqual(26);
  });

  it('waits as long as Retry-After says', async () => {
    newWorld();
    world.fault = answering(429, 'too many requests', '600');
    await world.live(9);
    expect(world.requestedAtMs).toHaveLength(1);
    world.fault = null;
    await world.live(3);
    expect(world.requestedAtMs[1]! - world.requestedAtMs[0]!).toBe(600_000);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 12));
  });
});

describe('MackerelPoster and refusals', () => {
  it('puts points aside that are refused for good, says so once, and goes on', async () => {
    newWorld();
    world.fault = answering(400, 'invalid metric name');
    await world.live(5);
    world.fault = null;
    await world.live(2);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS + 5 * MINUTE_MS, 2));
    expect(await world.outbox.depth(MACKEREL_CHANNEL)).toEqual({ count: 0, parked: 5, oldestMs: null });
    expect(world.outbox.parkedReasons(MACKEREL_CHANNEL)[0]).toBe('Mackerel answered 400: invalid metric name');
    expect(world.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('keeps everything while the key is refused, tries seldom, says so once', async () => {
    newWorld();
    world.fault = answering(403, 'Authentication failed');
    await world.live(60);
    expect(world.requestedAtMs.length).toBeLessThanOrEqual(60 / 2.5);
    expect(world.log.lines).toMatchObject([{ fields: { cause: 'Mackerel answered 403: Authentication failed' } }]);
    world.fault = null;
    await world.live(10);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 70));
  });

  it('forgets points put aside after 24 h without counting them as lost again', async () => {
    newWorld();
    world.fault = answering(400);
    await world.live(1);
    world.fault = null;
    await world.live(24 * 60 + 2);
    expect((await world.outbox.depth(MACKEREL_CHANNEL)).parked).toBe(0);
    expect(world.poster.counts()).toMatchObject({ refused: 1, dropped: 0 });
  });
});

describe('MackerelPoster and a failing store', () => {
  it('waits until the store works again', async () => {
    newWorld();
    await world.live(1);
    world.outbox.setFailing(['next', 'remove', 'dropBefore']);
    await world.live(10);
    world.outbox.setFailing(null);
    await world.live(3);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 14));
  });

  it('does not post a minute again when its removal from the outbox fails', async () => {
    newWorld();
    world.outbox.setFailing(['remove']);
    await world.live(10);
    expect(world.arrivedMinutes()).toEqual([START_MS]);
    world.outbox.setFailing(null);
    await world.live(3);
    expect(world.arrivedMinutes()).toEqual(minutesFrom(START_MS, 13));
  });
});

describe('MackerelPoster.stop()', () => {
  it('gives a request under way 2 s and keeps its minute', async () => {
    newWorld();
    let given: AbortSignal | undefined;
    world.fault = ({ signal }) => {
      given = signal;
      return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(refused)));
    };
    await world.live(1);
    const stopped = world.poster.stop();
    await world.time.advance(1_999);
    expect(given?.aborted).toBe(false);
    await world.time.advance(1);
    await stopped;
    expect(given?.aborted).toBe(true);
    expect((await world.outbox.depth(MACKEREL_CHANNEL)).count).toBe(1);
  });

  it('ends at once where nothing is under way, started or not', async () => {
    newWorld();
    await world.live(1);
    await world.poster.stop();
    await world.poster.stop();
    const neverStarted = new World();
    await neverStarted.poster.stop();
    expect(world.time.nextSleepMs()).toBeNull();
  });
});
