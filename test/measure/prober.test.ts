import { describe, expect, it } from 'vitest';

import type { AttemptBatch } from '../../src/domain/attempt-batch.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import type { MeasurePlan } from '../../src/domain/probe-definition.js';
import { NOT_SENT_IN_TIME } from '../../src/measure/latest-send.js';
import { samplePlan, sampleProbe, sampleQuery, sampleResolver } from '../support/dns-samples.js';
import { type ProberBehaviour, type ProberRig, type ProberRow, rowsOf, startProber } from '../support/prober-rig.js';

/** By default every attempt is answered after 5 ms. */
function start(plan: MeasurePlan, behaviour: ProberBehaviour = answerAfter5Ms): ProberRig {
  return startProber(plan, behaviour);
}

const answerAfter5Ms: ProberBehaviour = (ask, time) => void time.setTimer(() => ask.answer(), 5);

/** No attempt may turn up in a batch after one that called its time final. */
function expectFinalTimesToHold(batches: readonly AttemptBatch[]): void {
  let finalMs = -Infinity;
  for (const batch of batches) {
    for (const row of rowsOf(batch)) expect(row.scheduledAtMs).toBeGreaterThanOrEqual(finalMs);
    expect(batch.finalBeforeMs).toBeGreaterThanOrEqual(finalMs);
    finalMs = batch.finalBeforeMs;
  }
}

function counted(rows: readonly ProberRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

describe('createProber()', () => {
  it('asks each series once an interval, at its own phase, whatever became of the last attempt', () => {
    const queries = ['a', 'b', 'c'].map((name) => sampleQuery({ name }));
    const { time, rows, batches } = start(samplePlan({ probes: [sampleProbe({ queries })] }), () => undefined);
    time.advance(10_000);
    expect(rows()).toEqual([]); // nothing has ended
    const answered = start(samplePlan({ probes: [sampleProbe({ queries })] }));
    answered.time.advance(10_600);
    for (const query of ['a', 'b', 'c']) {
      const slots = answered
        .rows()
        .filter((row) => row.query === query)
        .map((row) => row.scheduledAtMs);
      expect(slots.length).toBeGreaterThanOrEqual(10);
      expect(new Set(slots.map((slot) => slot % 1_000)).size).toBe(1);
      slots.slice(1).forEach((slot, i) => expect(slot - slots[i]!).toBe(1_000));
    }
    expect(new Set(answered.rows().map((row) => row.scheduledAtMs % 1_000)).size).toBe(3);
    expect(batches.at(-1)?.finalBeforeMs).toBeLessThan(time.wallMs() - 8_000);
  });

  it('keeps its phases over a restart', () => {
    const first = start(samplePlan());
    first.time.advance(5_000);
    const second = start(samplePlan());
    second.time.advance(5_321);
    expect(second.rows()[0]!.scheduledAtMs % 1_000).toBe(first.rows()[0]!.scheduledAtMs % 1_000);
  });

  it('tells in batches of half a second what ended, and up to when that is all', () => {
    const { time, batches, rows } = start(
      samplePlan({ probes: [sampleProbe({ schedule: { kind: 'every', everyMs: 50 } })] }),
    );
    time.advance(10_000);
    expect(batches.length).toBeGreaterThanOrEqual(19);
    expect(rows().length).toBeGreaterThanOrEqual(180);
    for (const row of rows()) expect(row).toMatchObject({ outcome: 'answered', rttUs: 5_000 });
    expect(batches.at(-1)!.finalBeforeMs).toBeGreaterThan(time.wallMs() - 700);
    expectFinalTimesToHold(batches);
  });

  it('counts each send missed in a pause once, and no other', () => {
    const { time, rows, batches } = start(samplePlan());
    time.advance(3_000);
    const before = rows().length;
    time.freeze(10_000);
    time.advance(2_000);
    const missed = rows().filter((row) => row.outcome === 'prober_error');
    const slots = rows().map((row) => row.scheduledAtMs);
    expect(before).toBeGreaterThan(0);
    expect(missed.length).toBe(10);
    const evidence = batches.flatMap((batch) => batch.failures);
    expect(evidence.length).toBeGreaterThan(0);
    for (const one of evidence)
      expect(one).toMatchObject({ outcome: 'prober_error', sentAtMs: null, qname: 'www.example.org.' });
    expect(new Set(evidence.map(({ detail }) => detail))).toEqual(new Set([NOT_SENT_IN_TIME]));
    expect(new Set(slots).size).toBe(slots.length);
    expect(slots.length).toBeGreaterThanOrEqual(14);
    expectFinalTimesToHold(batches);
  });

  it('sends what is at most 100 ms late, and counts how late', () => {
    const { time, rows, batches } = start(samplePlan());
    time.advance(3_000);
    const phase = rows()[0]!.scheduledAtMs % 1_000;
    const untilSlot = (phase - (time.wallMs() % 1_000) + 1_000) % 1_000;
    time.freeze(untilSlot + 90);
    time.advance(1_000);
    expect(counted(rows())).not.toHaveProperty('prober_error');
    const lags = batches.flatMap((batch) => [...batch.health.sendLagUs]);
    expect(Math.max(...lags)).toBeGreaterThanOrEqual(89_999);
    expect(Math.max(...batches.flatMap((batch) => [...batch.health.loopLagUs]))).toBeGreaterThan(0);
  });

  it('goes on at the same pace when the wall clock is set forward, without inventing attempts', () => {
    const { time, rows, problems } = start(samplePlan());
    time.advance(5_000);
    time.stepWall(3_600_000);
    time.advance(10_000);
    expect(counted(rows())).not.toHaveProperty('prober_error');
    expect(rows().length).toBeGreaterThanOrEqual(13);
    expect(rows().length).toBeLessThanOrEqual(16);
    expect(problems.join()).toContain('3600.0 s');
  });

  it('knows nothing of a time in which the machine was suspended, and neither RTT nor minute of what it overtook suffers', () => {
    const suspendedMs = 8 * 3_600_000;
    const { time, rows, batches } = start(samplePlan(), (ask) => void time.setTimer(() => ask.answer(), 900));
    time.advance(5_950);
    const suspendedAtMs = time.wallMs();
    time.stepWall(suspendedMs); // the monotonic clock of Linux stands still meanwhile
    time.advance(10_000);
    const scheduled = rows().map((row) => row.scheduledAtMs);
    expect(scheduled.filter((atMs) => atMs > suspendedAtMs && atMs < suspendedAtMs + suspendedMs)).toEqual([]);
    expect(scheduled.some((atMs) => atMs > suspendedAtMs - 900 && atMs <= suspendedAtMs)).toBe(true);
    expect(counted(rows())).toEqual({ answered: scheduled.length });
    expect(new Set(rows().map(({ rttUs }) => rttUs))).toEqual(new Set([900_000]));
    expect(scheduled.length).toBeGreaterThanOrEqual(13);
    expectFinalTimesToHold(batches);
  });

  it('asks no slot twice when the wall clock is set back', () => {
    for (const stepMs of [-1, -10_000, -59_000]) {
      const { time, rows, batches } = start(samplePlan());
      time.advance(60_000);
      time.stepWall(stepMs);
      time.advance(200_000);
      const slots = rows().map((row) => row.scheduledAtMs);
      expect(new Set(slots).size).toBe(slots.length);
      expect(counted(rows())).not.toHaveProperty('prober_error');
      const gaps = slots.toSorted((x, y) => x - y).map((slot, i, all) => slot - (all[i - 1] ?? slot - 1_000));
      expect(new Set(gaps)).toEqual(new Set([1_000]));
      expectFinalTimesToHold(batches);
    }
  });

  it('keeps the phase and the place of series that stay when the plan changes, and counts attempts in flight', () => {
    const stays = sampleResolver({ name: 'stays' });
    const goes = sampleResolver({ name: 'goes', address: '127.0.0.2' });
    const rig = start(samplePlan({ probes: [sampleProbe({ resolvers: [stays, goes] })] }), (ask) => {
      rig.time.setTimer(() => ask.answer(), 400);
    });
    for (let i = 0; i < 50; i++) {
      rig.time.advance(100);
      const resolvers = i < 20 ? [stays, goes] : [stays, sampleResolver({ name: 'comes', address: '127.0.0.3' })];
      rig.prober.setPlan(samplePlan({ probes: [sampleProbe({ resolvers })] }));
    }
    rig.time.advance(1_000);
    const slots = rig
      .rows()
      .filter((row) => row.resolver === 'stays')
      .map((row) => row.scheduledAtMs);
    slots.slice(1).forEach((slot, i) => expect(slot - slots[i]!).toBe(1_000));
    expect(slots.length).toBeGreaterThanOrEqual(5);
    const asked = rig.asker.asks.filter((ask) => ask.request.route.endpoint.address === '127.0.0.2').length;
    expect(asked).toBeGreaterThan(0);
    expect(rig.rows().filter((row) => row.resolver === 'goes').length).toBe(asked);
    expect(rig.rows().some((row) => row.resolver === 'comes')).toBe(true);
  });

  it('keeps the old plan when the new one cannot be carried out', () => {
    const { time, prober, rows } = start(samplePlan());
    const bad = samplePlan({ probes: [sampleProbe({ queries: [sampleQuery({ name: 'bad', qname: 'a..b' })] })] });
    expect(() => prober.setPlan(bad)).toThrow('plan query "bad"');
    time.advance(5_000);
    expect(rows().length).toBeGreaterThanOrEqual(4);
  });

  it('stops at once, with attempts in flight absent and their time not final', async () => {
    const { time, prober, asker, batches, rows } = start(samplePlan(), () => undefined);
    time.advance(2_500);
    const inFlight = asker.asks.length;
    await prober.stop();
    expect(inFlight).toBeGreaterThan(1);
    expect(rows()).toEqual([]);
    expect(asker.isClosed).toBe(true);
    expect(time.pendingTimers).toBe(0);
    expect(batches.at(-1)!.finalBeforeMs).toBeLessThanOrEqual(time.wallMs() - 1_000);
  });

  it('waits for attempts in flight when asked to drain, and sends no more', async () => {
    const rig = start(samplePlan(), (ask) => void rig.time.setTimer(() => ask.fail('timeout'), 990));
    rig.time.advance(3_000);
    const asked = rig.asker.asks.length;
    const stopped = rig.prober.stop({ drain: true });
    rig.time.advance(3_000);
    await stopped;
    expect(rig.asker.asks.length).toBe(asked);
    expect(counted(rig.rows())).toEqual({ timeout: asked });
    expect(rig.time.pendingTimers).toBe(0);
  });

  it('opens the sockets of what it will ask soon before it takes the first slot, and keeps the old plan until then', () => {
    const rig = start(samplePlan());
    rig.time.advance(2_000);
    let onReady = (): void => undefined;
    rig.asker.onPrepare = (callback) => (onReady = callback);
    const daily = sampleProbe({ name: 'daily', schedule: { kind: 'every', everyMs: 86_400_000 } });
    const replaced = samplePlan({ probes: [daily, sampleProbe({ resolvers: [sampleResolver({ name: 'ns2' })] })] });
    rig.prober.setPlan(samplePlan({ probes: [sampleProbe({ resolvers: [sampleResolver({ name: 'never' })] })] }));
    const staleReady = onReady;
    rig.prober.setPlan(replaced);
    staleReady();
    rig.time.advance(3_000);
    expect(new Set(rig.rows().map((row) => row.resolver))).toEqual(new Set(['ns1']));
    expect(rig.asker.prepared.at(-1)!.length).toBe(1);
    const readyAtMs = rig.time.wallMs();
    onReady();
    rig.time.advance(3_000);
    const fresh = rig.rows().filter((row) => row.resolver === 'ns2');
    expect(fresh.length).toBeGreaterThanOrEqual(2);
    for (const row of fresh) {
      expect(row.outcome).toBe('answered');
      expect(row.scheduledAtMs).toBeGreaterThanOrEqual(readyAtMs);
    }
    expect(rig.rows().some((row) => row.resolver === 'never')).toBe(false);
  });

  it('starts no plan after it was stopped while the plan was prepared', async () => {
    const rig = start(samplePlan(), () => undefined);
    let onReady = (): void => undefined;
    rig.asker.onPrepare = (callback) => (onReady = callback);
    rig.prober.setPlan(samplePlan());
    await rig.prober.stop();
    onReady();
    rig.time.advance(5_000);
    expect(rig.asker.asks.length).toBe(0);
    expect(rig.time.pendingTimers).toBe(0);
  });

  it('reports an attempt that throws as prober_error, and goes on', () => {
    const { time, rows, problems } = start(samplePlan(), () => {
      throw new Error('out of order');
    });
    time.advance(3_500);
    expect(rows().length).toBeGreaterThanOrEqual(3);
    expect(counted(rows())).toEqual({ prober_error: rows().length });
    expect(problems[0]).toContain('out of order');
  });
});

describe('createProber() with canaries', () => {
  const canaries = [{ address: '127.0.0.9', port: 53 }];
  const resolvers = [sampleResolver({ name: 'ns1' }), sampleResolver({ name: 'ns2', address: '127.0.0.2' })];
  const plan = samplePlan({ canaries, probes: [sampleProbe({ resolvers })] });

  /** Everybody whom `isDead` names is silent for now. */
  function startWith(isDead: (address: string) => boolean, changed = plan): ProberRig {
    const rig = start(changed, (ask) => {
      const { address } = ask.request.route.endpoint;
      const isSilent = isDead(address);
      rig.time.setTimer(() => (isSilent ? ask.fail('timeout') : ask.answer()), isSilent ? ask.request.timeoutMs : 5);
    });
    return rig;
  }

  it('asks canaries every second, and tells nobody what they said', () => {
    const { time, asker, rows } = startWith(() => false);
    time.advance(10_000);
    expect(
      asker.asks.filter((ask) => ask.request.route.endpoint.address === '127.0.0.9').length,
    ).toBeGreaterThanOrEqual(9);
    expect(new Set(rows().map((row) => row.resolver))).toEqual(new Set(['ns1', 'ns2']));
  });

  it('takes out the attempts of a time in which everybody was silent', () => {
    let isOffLine = false;
    const { time, rows, batches } = startWith(() => isOffLine);
    time.advance(10_000);
    isOffLine = true;
    time.advance(20_000);
    isOffLine = false;
    time.advance(10_000);
    const counts = counted(rows());
    expect(counts['prober_error']).toBeGreaterThanOrEqual(34);
    expect(counts['prober_error']! + (counts['timeout'] ?? 0)).toBe(40);
    expectFinalTimesToHold(batches);
  });

  it('blames the resolvers while a canary replies, and the dead one while the other replies', () => {
    for (const dead of [
      ['127.0.0.1', '127.0.0.2'],
      ['127.0.0.9', '127.0.0.1'],
    ]) {
      const { time, rows, batches } = startWith((address) => dead.includes(address));
      time.advance(20_000);
      expect(counted(rows())).not.toHaveProperty('prober_error');
      expect(counted(rows())['timeout']).toBeGreaterThanOrEqual(15);
      expectFinalTimesToHold(batches);
    }
  });

  it('tells unanswered attempts soon after their timeout while somebody replies', () => {
    const { time, batches } = startWith((address) => address === '127.0.0.1');
    time.advance(20_000);
    expect(batches.at(-1)!.finalBeforeMs).toBeGreaterThan(time.wallMs() - 2_500);
  });

  it('tells each failure within about a second of its end while a canary replies, whatever else is in flight', () => {
    const slow = sampleProbe({ name: 'slow', timeoutMs: 10_000, resolvers: [sampleResolver({ name: 'ns3' })] });
    const changed = samplePlan({ canaries, probes: [...plan.probes, slow] });
    const rig = start(changed, (ask) => {
      const isSilent = ask.request.route.endpoint.address !== '127.0.0.9';
      rig.time.setTimer(() => (isSilent ? ask.fail('timeout') : ask.answer()), isSilent ? ask.request.timeoutMs : 5);
    });
    let seen = 0;
    let failures = 0;
    for (let i = 0; i < 300; i++) {
      rig.time.advance(100);
      for (const batch of rig.batches.slice(seen)) {
        for (const row of rowsOf(batch)) {
          const timeoutMs = row.resolver === 'ns3' ? 10_000 : 500;
          expect(rig.time.wallMs() - row.scheduledAtMs - timeoutMs).toBeLessThanOrEqual(1_700);
          failures++;
        }
      }
      seen = rig.batches.length;
    }
    expect(failures).toBeGreaterThanOrEqual(70);
    expect(counted(rig.rows())).toEqual({ timeout: failures });
    expectFinalTimesToHold(rig.batches);
  });

  it('does not excuse the outage of one resolver with a dead canary while another is asked but rarely', () => {
    const rarely = sampleProbe({
      name: 'rarely',
      schedule: { kind: 'every', everyMs: 300_000 },
      resolvers: [sampleResolver({ name: 'ns2', address: '127.0.0.2' })],
    });
    const often = sampleProbe({ resolvers: [sampleResolver({ name: 'ns1' })] });
    for (const probes of [[often, rarely], [rarely]]) {
      const { time, rows } = startWith((address) => address !== '127.0.0.2', samplePlan({ canaries, probes }));
      time.advance(15 * MINUTE_MS);
      expect(counted(rows())).not.toHaveProperty('prober_error');
      expect(rows().filter((row) => row.resolver === 'ns2').length).toBeGreaterThanOrEqual(2);
    }
  });

  it('takes a fast and a slow probe of one resolver for one party', () => {
    const slow = sampleProbe({
      name: 'slow',
      schedule: { kind: 'every', everyMs: 300_000 },
      resolvers: [sampleResolver({ name: 'again', transport: 'tcp', source: '127.0.0.1' })],
    });
    const fast = sampleProbe({ resolvers: [sampleResolver({ name: 'ns1' })] });
    const { time, rows } = startWith(() => true, samplePlan({ canaries, probes: [fast, slow] }));
    time.advance(20_000);
    expect(counted(rows())['prober_error']).toBeGreaterThanOrEqual(15);
  });

  it('lets go of what is held when a new plan has no canaries', () => {
    const { time, rows, prober, batches } = startWith(() => true);
    time.advance(2_000);
    prober.setPlan({ ...plan, canaries: [] });
    time.advance(100_000);
    expect(counted(rows())['timeout']).toBeGreaterThanOrEqual(95);
    expect(batches.at(-1)!.finalBeforeMs).toBeGreaterThan(time.wallMs() - 5_000);
  });

  it('takes a canary that could not be sent for no evidence', () => {
    const rig = start(plan, (ask) => {
      const isCanary = ask.request.route.endpoint.address === '127.0.0.9';
      rig.time.setTimer(() => (isCanary ? ask.neverSend() : ask.fail('timeout')), 200);
    });
    rig.time.advance(20_000);
    expect(counted(rig.rows())).toEqual({ timeout: rig.rows().length });
    expect(rig.rows().length).toBeGreaterThanOrEqual(36);
  });

  it('does not hold attempts for the length of a step of the clock', () => {
    for (const stepMs of [-3_600_000, 3_600_000]) {
      const { time, rows, batches } = startWith((address) => address !== '127.0.0.1');
      time.advance(10_000);
      const beforeMs = time.wallMs();
      time.stepWall(stepMs);
      time.advance(4_000);
      const before = rows().filter((row) => Math.abs(row.scheduledAtMs - beforeMs) < 60_000 && row.resolver === 'ns2');
      expect(before.length).toBe(10);
      time.advance(6_000);
      expect(rows().filter((row) => row.resolver === 'ns2').length).toBeGreaterThanOrEqual(17);
      expect(batches.length).toBeGreaterThan(0);
    }
  });

  it('lets go of everything when a new plan has no canaries', () => {
    const rig = startWith((address) => address !== '127.0.0.1', samplePlan({ canaries, probes: plan.probes }));
    rig.time.advance(5_000);
    rig.prober.setPlan(samplePlan({ probes: plan.probes }));
    rig.time.advance(1_200);
    expect(rig.batches.at(-1)!.finalBeforeMs).toBeGreaterThan(rig.time.wallMs() - 1_200);
  });

  it('holds back nothing without canaries', () => {
    const { time, rows, batches } = startWith(() => true, samplePlan({ probes: [sampleProbe({ resolvers })] }));
    time.advance(5 * MINUTE_MS);
    expect(counted(rows())).toEqual({ timeout: rows().length });
    expect(batches.at(-1)!.finalBeforeMs).toBeGreaterThan(time.wallMs() - 1_200);
  });
});
