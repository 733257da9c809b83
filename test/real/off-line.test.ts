import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { Outcome } from '../../src/domain/outcome.js';
import { eventually } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { samplePlan, sampleProbe, sampleResolver } from '../support/dns-samples.js';
import { startThreadedResponder } from '../support/dns-threaded-responder.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import type { MeasuredAttempt, MeasuredAttempts } from '../support/measured-attempts.js';
import { startProberProcess, type Measurement, type ProberProcess } from '../support/prober-process.js';

let prober: ProberProcess;
const opened: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  prober = await startProberProcess();
}, 60_000);

afterAll(() => prober.close());

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

describe('a vantage with a canary', () => {
  const EVERY_MS = 50;
  const TIMEOUT_MS = 300;
  /** Between two canary queries nobody knows for sure: so long attempts at either end count. */
  const UNCERTAIN_MS = 1_000 + TIMEOUT_MS + 2_000;

  /** Canary, and two resolvers; each replies with `rcode` unless it is among `dead`. */
  async function start(
    dead: ReadonlySet<string>,
    rcode = 0,
  ): Promise<{ readonly measurement: Measurement; readonly measured: MeasuredAttempts }> {
    const ports = new Map<string, number>();
    for (const name of ['canary', 'ns1', 'ns2']) {
      const responder = await startUdpResponder((query, reply) => {
        if (!dead.has(name)) reply(dnsReply(query, { rcode }));
      });
      opened.push(() => responder.close());
      ports.set(name, responder.port);
    }
    const resolvers = ['ns1', 'ns2'].map((name) => sampleResolver({ name, port: ports.get(name)!, maxQps: 1_000 }));
    const schedule = { kind: 'every', everyMs: EVERY_MS } as const;
    const measurement = prober.start(
      samplePlan({
        canaries: [{ address: '127.0.0.1', port: ports.get('canary')! }],
        probes: [sampleProbe({ schedule, timeoutMs: TIMEOUT_MS, resolvers })],
      }),
    );
    return { measurement, measured: measurement.measured };
  }

  it('blames the resolver that answers SERVFAIL while the canary is dead', async () => {
    const { measurement, measured } = await start(new Set(['canary']), 2);
    await measurement.until(() => measured.attempts.length >= 200);
    await measurement.stop();
    expect([measured.validOutcomes('ns1'), measured.validOutcomes('ns2')]).toEqual([['wrong_rcode'], ['wrong_rcode']]);
  });

  it.each([
    { dead: ['ns1', 'ns2'], found: { ns1: 'timeout', ns2: 'timeout' } },
    { dead: ['canary', 'ns1'], found: { ns1: 'timeout', ns2: 'answered' } },
  ])('excuses nobody while anybody replies: $dead dead', async ({ dead, found }) => {
    const { measurement, measured } = await start(new Set(dead));
    await measurement.until(() => measured.attempts.length >= 200);
    await measurement.stop();
    expect({ ns1: measured.validOutcomes('ns1'), ns2: measured.validOutcomes('ns2') }).toEqual({
      ns1: [found.ns1],
      ns2: [found.ns2],
    });
    expect(measured.failures.filter(({ detail }) => detail?.includes('off line'))).toEqual([]);
  });

  it('takes out the attempts of a time in which everybody is silent, and only those', async () => {
    const dead = new Set<string>();
    const { measurement, measured } = await start(dead);
    await measurement.until(() => measured.attempts.length >= 60);
    for (const name of ['canary', 'ns1', 'ns2']) dead.add(name);
    const silentFromMs = Date.now();
    await eventually(() => (Date.now() > silentFromMs + 3 * UNCERTAIN_MS ? true : null), 60_000);
    const silentToMs = Date.now();
    dead.clear();
    await measurement.until(() => measured.attempts.some((each) => each.scheduledAtMs > silentToMs + UNCERTAIN_MS));
    await measurement.stop();

    const within = (fromMs: number, toMs: number): readonly Outcome[] =>
      measured.attempts.flatMap((each) => (isBetween(each, fromMs, toMs) ? [each.outcome] : []));
    const silent = within(silentFromMs + UNCERTAIN_MS, silentToMs - UNCERTAIN_MS);
    expect(silent.length).toBeGreaterThan(UNCERTAIN_MS / EVERY_MS);
    expect(new Set(silent)).toEqual(new Set(['prober_error']));
    const excused = measured.failures.filter(({ detail }) => detail === 'this vantage was off line');
    expect(excused.length).toBeGreaterThan(0);
    for (const { outcome, bytes } of excused) expect([outcome, bytes]).toEqual(['prober_error', null]);
    const before = within(-Infinity, silentFromMs - TIMEOUT_MS);
    const after = within(silentToMs + UNCERTAIN_MS, Infinity);
    // What is not in the evidence was not sent in time: this machine was busy.
    expect([...before, ...after].filter((outcome) => outcome === 'timeout')).toEqual([]);
  }, 90_000);
});

describe('a prober that stands still over deadlines', () => {
  const EVERY_MS = 20;
  const DELAY_MS = 60;
  const TIMEOUT_MS = 500;
  const STALL_MS = 1_500;
  const STALLS = 3;
  /** So many sends in a row are missed in a stall at least. */
  const MISSED = Math.floor(STALL_MS / EVERY_MS / 2);
  let silent: UdpResponder;

  it.each(['kernel', 'node'] as const)(
    'by sockets of %s, finds what had come in time',
    async (sockets) => {
      const measurement = prober.start(await plan(), sockets);
      const { measured } = measurement;
      await measurement.until(() => measured.of('udp').length >= 20);
      for (let stall = 1; stall <= STALLS; stall++) {
        const before = measured.of('udp').length;
        measurement.stall(STALL_MS);
        await measurement.until(() => measured.of('udp').length >= before + (2 * STALL_MS) / EVERY_MS);
      }
      await measurement.stop();

      for (const resolver of ['udp', 'tcp'] as const) {
        const found = measured.valid(resolver);
        const lost = found.filter(({ outcome }) => outcome !== 'answered');
        // Without the kernel's word nobody knows that a connection was there in time, and only the query is late.
        const mayBeLost = sockets === 'node' && resolver === 'tcp' ? STALLS : 0;
        expect([resolver, lost.slice(mayBeLost)]).toEqual([resolver, []]);
        for (const { outcome } of lost) expect(outcome).toBe('timeout');
        const overtaken = inFlightAtStalls(measured.of(resolver));
        expect(overtaken.length).toBeGreaterThanOrEqual(STALLS);
        expect(overtaken.filter(({ outcome }) => outcome === 'answered').length).toBeGreaterThanOrEqual(
          overtaken.length - mayBeLost,
        );
        // Who goes by his own clock alone cannot know better: the kernel says when it came.
        if (sockets === 'kernel') for (const { rttUs } of overtaken) expect(rttUs).toBeLessThan(TIMEOUT_MS * 1e3);
      }
      const neverAnswered = inFlightAtStalls(measured.of('silent'));
      expect(neverAnswered.length).toBeGreaterThanOrEqual(STALLS);
      expect(new Set(neverAnswered.map(({ outcome }) => outcome))).toEqual(new Set(['timeout']));
      expect(measured.failures.filter(wasSentAndExcused)).toEqual([]);
    },
    60_000,
  );

  async function plan(): Promise<ReturnType<typeof samplePlan>> {
    const [udp, tcp] = [await startThreadedResponder('udp', DELAY_MS), await startThreadedResponder('tcp', DELAY_MS)];
    silent = await startUdpResponder(() => undefined);
    opened.push(...[udp, tcp, silent].map((responder) => () => responder.close()));
    const resolvers = [
      sampleResolver({ name: 'udp', port: udp.port, maxQps: 1_000 }),
      sampleResolver({ name: 'tcp', port: tcp.port, transport: 'tcp', maxQps: 1_000 }),
      sampleResolver({ name: 'silent', port: silent.port, maxQps: 1_000 }),
    ];
    const schedule = { kind: 'every', everyMs: EVERY_MS } as const;
    return samplePlan({ probes: [sampleProbe({ schedule, timeoutMs: TIMEOUT_MS, resolvers })] });
  }

  /** What was sent just before the first of many sends in a row that were missed. */
  function inFlightAtStalls(attempts: readonly MeasuredAttempt[]): MeasuredAttempt[] {
    const sorted = attempts.toSorted((a, b) => a.scheduledAtMs - b.scheduledAtMs);
    return sorted.filter((each, index) => {
      const following = sorted.slice(index + 1, index + 1 + MISSED);
      const wereMissed = following.length === MISSED && following.every(({ outcome }) => outcome === 'prober_error');
      return each.outcome !== 'prober_error' && wereMissed;
    });
  }

  function wasSentAndExcused({ outcome, sentAtMs }: MeasuredAttempts['failures'][number]): boolean {
    return outcome === 'prober_error' && sentAtMs !== null;
  }
});

describe('a prober that is stopped and continued (SIGSTOP)', () => {
  const EVERY_MS = 100;
  const STOPPED_MS = 5_000;

  it('counts each send that it missed once, and loses nothing else', async () => {
    const responder = await startThreadedResponder('udp', 20);
    opened.push(() => responder.close());
    const schedule = { kind: 'every', everyMs: EVERY_MS } as const;
    const measurement = prober.start(
      samplePlan({ probes: [sampleProbe({ schedule, resolvers: [sampleResolver({ port: responder.port })] })] }),
    );
    const { measured } = measurement;
    await measurement.until(() => measured.attempts.length >= 20);
    const stoppedAtMs = Date.now();
    process.kill(prober.pid, 'SIGSTOP');
    await eventually(() => (Date.now() >= stoppedAtMs + STOPPED_MS ? true : null));
    process.kill(prober.pid, 'SIGCONT');
    const enough = measured.attempts.length + STOPPED_MS / EVERY_MS + 20;
    await measurement.until(() => measured.attempts.length >= enough);
    await measurement.stop();

    const slots = measured.attempts.map(({ scheduledAtMs }) => scheduledAtMs).toSorted((a, b) => a - b);
    const gaps = slots.slice(1).map((slot, index) => Math.round(slot - slots[index]!));
    expect(new Set(gaps)).toEqual(new Set([EVERY_MS]));
    expect(measured.validOutcomes('ns1')).toEqual(['answered']);
    const missed = measured.attempts.filter(
      (each) => each.outcome === 'prober_error' && isBetween(each, stoppedAtMs, stoppedAtMs + STOPPED_MS - 100),
    );
    expect(missed.length).toBeGreaterThanOrEqual((STOPPED_MS - 100) / EVERY_MS - 2);
  }, 60_000);
});

function isBetween({ scheduledAtMs }: MeasuredAttempt, fromMs: number, toMs: number): boolean {
  return scheduledAtMs >= fromMs && scheduledAtMs < toMs;
}
