import { describe, expect, it } from 'vitest';

import type { AttemptEnd } from '../../../../src/measure/attempt.js';
import { DeadlineQueue } from '../../../../src/measure/deadline-queue.js';
import { LATEST_SEND_MS, NOT_SENT_IN_TIME } from '../../../../src/measure/latest-send.js';
import {
  type AttemptContext,
  type Carriage,
  StreamAttempt,
} from '../../../../src/measure/transport/stream/stream-attempt.js';
import { ProberTime } from '../../../support/dns-prober-time.js';
import { dnsReply } from '../../../support/dns-reply.js';
import { requestFor, streamRoute } from '../../../support/stream-rig.js';

const ID = 0;
const REFUSED = { outcome: 'network_error', detail: 'REFUSED_STREAM', isPeers: true } as const;

interface Rig {
  readonly time: ProberTime;
  readonly attempt: StreamAttempt;
  readonly ends: AttemptEnd[];
  /** How often its connection was let go of. */
  released: number;
  readonly reply: (waitedMs?: number | null, id?: number) => boolean;
}

/** An attempt of 1,000 ms on a connection of the test's. */
function start(context: Partial<AttemptContext> = {}): Rig {
  const time = new ProberTime();
  const ends: AttemptEnd[] = [];
  const request = requestFor(streamRoute(53), { timeoutMs: 1_000 });
  const deadlines = new DeadlineQueue(time.monotonicMs, time);
  const unstamped = { count: 0 };
  const sendByMs = time.monotonicMs() + LATEST_SEND_MS;
  const { monotonicMs } = time;
  const rest: AttemptContext = { monotonicMs, deadlines, unstamped, rttOf: 'query', sendByMs, ...context };
  const attempt = new StreamAttempt(request, rest, (end) => ends.push(end));
  const reply = (waitedMs: number | null = 0, id = ID): boolean => {
    const bytes = dnsReply(request.query.bytes(id));
    return attempt.answered({ kind: 'message', bytes, id: ID }, { seenAtMs: time.monotonicMs(), waitedMs });
  };
  const rig: Rig = { time, attempt, ends, released: 0, reply };
  attempt.boarded(carriage(() => rig.released++));
  return rig;
}

/** A connection on which nothing comes. */
function carriage(release: () => void = () => undefined): Carriage {
  return { reads: 0, heard: 0, localPort: 40_000, phase: 'query', takeNews: () => null, release };
}

/** Its query has to wait for so long until it may be sent. */
function heldBack(rig: Rig, forMs: number): boolean {
  rig.attempt.queried();
  rig.attempt.holdBack();
  rig.time.advance(forMs);
  return rig.attempt.letGo();
}

describe('StreamAttempt', () => {
  it('ends once, lets go of its connection, and leaves no deadline behind', () => {
    const rig = start();
    const { time, attempt, ends, reply } = rig;
    attempt.queried();
    time.advance(30);
    expect(reply()).toBe(true);
    reply();
    attempt.fail({ outcome: 'network_error', detail: 'ECONNRESET', isPeers: true });
    expect(ends).toMatchObject([{ outcome: 'answered', rttUs: 30_000, localPort: 40_000 }]);
    time.advance(5_000);
    expect(ends.length).toBe(1);
    expect(time.pendingTimers).toBe(0);
    expect(rig.released).toBe(1);
  });

  it('is over after its timeout, and not before', () => {
    const rig = start();
    rig.time.advance(999);
    expect(rig.ends).toEqual([]);
    rig.time.advance(10);
    expect(rig.ends).toMatchObject([{ outcome: 'timeout', rttUs: null, gotReply: false }]);
    expect(rig.released).toBe(1);
    expect(rig.time.pendingTimers).toBe(0);
  });

  it('without its connection’s channel, ends without an outcome', () => {
    const { time, attempt, ends } = start();
    attempt.cancel();
    time.advance(5_000);
    expect(ends).toEqual([]);
    expect(time.pendingTimers).toBe(0);
  });

  it('counts from its first query, though it was asked twice', () => {
    const { time, attempt, ends, reply } = start();
    time.advance(50); // the connection opens
    attempt.queried();
    attempt.sent();
    time.advance(20);
    attempt.boarded(carriage());
    attempt.queried();
    time.advance(30);
    reply();
    expect(ends).toMatchObject([{ rttUs: 50_000 }]);
  });

  it('counts from when its query went out, where that was held back behind others of ours, and tells how late it went', () => {
    const rig = start();
    const askedAtMs = rig.time.monotonicMs();
    expect(heldBack(rig, 50)).toBe(true);
    rig.attempt.sent();
    rig.time.advance(30);
    rig.reply();
    const sentAtMs = askedAtMs + 50;
    expect(rig.ends).toMatchObject([{ rttUs: 30_000, sentAtMs, lastSentAtMs: sentAtMs }]);
  });

  it('gives the resolver its whole timeout, from when a query that was held back went out', () => {
    const rig = start();
    heldBack(rig, 90);
    rig.attempt.sent();
    rig.time.advance(999);
    expect(rig.ends).toEqual([]);
    rig.time.advance(10);
    expect(rig.ends).toMatchObject([{ outcome: 'timeout', detail: null }]);
  });

  it('waits on where its timeout is over while its query may still be held back', () => {
    const rig = start({ sendByMs: Infinity });
    expect(heldBack(rig, 1_500)).toBe(true);
    rig.attempt.sent();
    rig.time.advance(30);
    rig.reply();
    expect(rig.ends).toMatchObject([{ outcome: 'answered', rttUs: 30_000 }]);
  });

  it.each([101, 400, 990])('is a prober_error, and not sent, if its turn to be sent comes after %i ms', (heldMs) => {
    const rig = start();
    expect(heldBack(rig, heldMs)).toBe(false);
    const unsent = { outcome: 'prober_error', sentAtMs: null, lastSentAtMs: null, detail: NOT_SENT_IN_TIME };
    expect(rig.ends).toMatchObject([unsent]);
    expect(rig.released).toBe(1);
    rig.time.advance(5_000);
    expect(rig.ends.length).toBe(1);
  });

  it('is sent in time, however long the other side took to open the connection', () => {
    const rig = start();
    const sentAtMs = rig.time.monotonicMs() + 60;
    rig.time.advance(500);
    expect(heldBack(rig, 60)).toBe(true);
    rig.attempt.sent();
    rig.time.advance(5_000);
    // Connecting for it was its beginning, so that those 500 ms are no lag of ours.
    expect(rig.ends).toMatchObject([{ outcome: 'timeout', sentAtMs, lastSentAtMs: sentAtMs + 500 }]);
  });

  it('is a timeout where nothing comes on the connection that it changed to while it was held back', () => {
    const { time, attempt, ends } = start();
    attempt.queried();
    attempt.holdBack();
    attempt.tryAgain({ outcome: 'network_error', detail: 'ECONNRESET', isPeers: true });
    attempt.boarded(carriage());
    time.advance(5_000);
    expect(ends).toMatchObject([{ outcome: 'timeout' }]);
  });

  it('counts from its query where it was held back on a connection before, by which nothing was asked', () => {
    const rig = start();
    heldBack(rig, 50);
    rig.attempt.boarded(carriage());
    rig.time.advance(40); // that opens
    rig.attempt.queried();
    rig.time.advance(30);
    rig.reply();
    expect(rig.ends).toMatchObject([{ outcome: 'answered', rttUs: 30_000 }]);
  });

  it('is a timeout where its second try is held back, since the first was sent in time', () => {
    const { time, attempt, ends } = start();
    attempt.queried();
    attempt.sent();
    attempt.tryAgain(REFUSED);
    attempt.holdBack();
    time.advance(5_000);
    expect(ends).toMatchObject([{ outcome: 'timeout', detail: 'asked again after REFUSED_STREAM' }]);
  });

  it('counts from its first query, though the second was held back', () => {
    const { time, attempt, ends, reply } = start();
    attempt.queried();
    attempt.sent();
    time.advance(20);
    attempt.tryAgain(REFUSED);
    attempt.holdBack();
    time.advance(50);
    attempt.letGo();
    attempt.sent();
    time.advance(30);
    reply();
    expect(ends).toMatchObject([{ rttUs: 100_000 }]);
  });

  it('is a prober_error if its time is over while we hold it back', () => {
    const { time, attempt, ends } = start();
    attempt.queried();
    attempt.holdBack();
    time.advance(5_000);
    expect(ends).toMatchObject([{ outcome: 'prober_error', sentAtMs: null, detail: NOT_SENT_IN_TIME }]);
  });

  it.each([
    [{ outcome: 'network_error', detail: 'ECONNRESET', isPeers: true }, 'ECONNRESET, asked again after REFUSED_STREAM'],
    [{ outcome: 'timeout', detail: null, isPeers: false }, 'asked again after REFUSED_STREAM'],
  ] as const)('says why it was asked twice, if it fails in the end (%o)', (fault, detail) => {
    const { attempt, ends } = start();
    expect(attempt.isSecondTry).toBe(false);
    attempt.tryAgain(REFUSED);
    expect(attempt.isSecondTry).toBe(true);
    attempt.fail(fault);
    expect(ends).toMatchObject([{ outcome: fault.outcome, detail }]);
  });

  it.each([
    [{}, 'closed'],
    [{ isUnprocessed: true }, 'unprocessed'],
  ] as const)('tells why it was asked twice, answered too (%o)', (more, askedAgain) => {
    const { attempt, ends, reply } = start();
    attempt.tryAgain({ ...REFUSED, ...more });
    reply();
    expect(ends).toMatchObject([{ outcome: 'answered', stream: { failedIn: null, askedAgain } }]);
  });

  it.each(['connect', 'tls', 'query'] as const)('tells in which part it failed (%s)', (phase) => {
    const { time, attempt, ends } = start();
    attempt.boarded({ ...carriage(), phase });
    time.advance(5_000);
    expect(ends).toMatchObject([{ outcome: 'timeout', stream: { failedIn: phase, askedAgain: null } }]);
  });

  it('has nothing to tell where it was answered at once, and no part of a resolver’s where we held it back', () => {
    const [answered, held] = [start(), start()];
    answered.reply();
    expect(answered.ends[0]).not.toHaveProperty('stream');
    heldBack(held, 990);
    expect(held.ends[0]).toMatchObject({ outcome: 'prober_error' });
    expect(held.ends[0]).not.toHaveProperty('stream');
  });

  it('tells when its query last left a kept connection, and when it was to', () => {
    const { time, attempt, ends } = start();
    const sentAtMs = time.monotonicMs();
    for (const waitMs of [50, 20]) {
      time.advance(waitMs);
      attempt.queried();
      attempt.sent();
    }
    time.advance(5_000);
    expect(ends).toMatchObject([{ outcome: 'timeout', sentAtMs, lastSentAtMs: sentAtMs + 70 }]);
  });

  it('was never sent if its connection could not even be begun', () => {
    const { attempt, ends } = start();
    attempt.fail({ outcome: 'prober_error', detail: 'EMFILE', isPeers: false });
    expect(ends).toMatchObject([{ outcome: 'prober_error', sentAtMs: null, lastSentAtMs: null, gotReply: false }]);
  });

  it('counts from the beginning where opening belongs to it', () => {
    const { time, attempt, ends, reply } = start({ rttOf: 'all' });
    time.advance(50);
    attempt.queried();
    time.advance(20);
    reply();
    expect(ends).toMatchObject([{ rttUs: 70_000 }]);
  });

  it('moves its deadline by the lateness of a look at its connection', () => {
    const { time, attempt, ends, reply } = start({ rttOf: 'all' });
    time.freeze(700);
    attempt.staged({ seenAtMs: time.monotonicMs(), waitedMs: 510 });
    attempt.queried();
    time.advance(400);
    expect(ends).toEqual([]);
    reply();
    expect(ends).toMatchObject([{ outcome: 'answered', rttUs: 600_000 }]);
  });

  it('takes no time twice for late, however late several looks were', () => {
    const { time, attempt, ends, reply } = start({ rttOf: 'all' });
    time.freeze(500);
    attempt.staged({ seenAtMs: time.monotonicMs(), waitedMs: 5_000 });
    attempt.staged({ seenAtMs: time.monotonicMs(), waitedMs: 5_000 });
    attempt.queried();
    time.advance(100);
    reply();
    expect(ends).toMatchObject([{ rttUs: 100_000 }]);
  });

  it('counts a reply that is there when its deadline is seen late, whatever else came after it', () => {
    const { time, attempt, ends, reply } = start();
    attempt.queried();
    time.freeze(1_500);
    reply(0);
    expect(ends).toMatchObject([{ outcome: 'answered', rttUs: 1_500_000 }]);
  });

  it('counts none that comes after its connection was seen empty when its time was over', () => {
    const { time, attempt, ends, reply } = start();
    attempt.queried();
    time.freeze(500);
    attempt.staged({ seenAtMs: time.monotonicMs(), waitedMs: 510 });
    time.freeze(1_500); // due after 1,500 ms, seen after 2,000
    time.advance(0);
    expect(ends).toMatchObject([{ outcome: 'timeout' }]);
    reply(0);
    expect(ends.length).toBe(1);
  });

  it('counts a reply that lay there in time, with its true RTT', () => {
    const { time, attempt, ends, reply } = start();
    attempt.queried();
    time.freeze(1_500);
    reply(1_410);
    expect(ends).toMatchObject([{ outcome: 'answered', rttUs: 100_000 }]);
  });

  it('calls a reply that does not match malformed, and keeps it', () => {
    const { ends, reply } = start();
    expect(reply(0, 7)).toBe(false);
    expect(ends).toMatchObject([{ outcome: 'malformed', gotReply: true }]);
    expect(ends[0]!.reply).not.toBeNull();
  });

  it.each(['message', 'broken'] as const)('keeps a copy of a reply (%s), and not all that was read with it', (kind) => {
    const { ends, attempt } = start();
    const read = Buffer.alloc(60_000, 7);
    const bytes = read.subarray(100, 150);
    attempt.answered({ kind, bytes, id: ID, detail: 'cut' }, { seenAtMs: 5_000, waitedMs: 0 });
    expect(ends[0]!.reply).toEqual(new Uint8Array(50).fill(7));
    expect(ends[0]!.reply!.buffer.byteLength).toBe(50);
  });

  it('is counted while it waits, once, however it ends', () => {
    const unstamped = { count: 0 };
    const [answered, failed, cancelled] = [start({ unstamped }), start({ unstamped }), start({ unstamped })];
    expect(unstamped.count).toBe(3);
    answered.reply();
    failed.attempt.fail({ outcome: 'network_error', detail: null, isPeers: true });
    cancelled.attempt.cancel();
    cancelled.attempt.cancel();
    answered.attempt.cancel();
    expect(unstamped.count).toBe(0);
  });
});
