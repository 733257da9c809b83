import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';

import { startWorker } from '../../src/daemon/start-worker.js';
import type { AttemptBatch } from '../../src/domain/attempt-batch.js';
import { outcomeOfCode } from '../../src/domain/outcome.js';
import type { FromProber, ToProber } from '../../src/measure/messages.js';
import { dnsReply } from '../support/dns-reply.js';
import { samplePlan, sampleProbe, sampleQuery, sampleResolver } from '../support/dns-samples.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';

const opened: { responder?: UdpResponder; worker?: Worker } = {};

afterEach(async () => {
  await opened.worker?.terminate();
  await opened.responder?.close();
});

interface Rig {
  readonly messages: readonly FromProber[];
  tell(message: ToProber): void;
  /** Resolves with the first message of this type. */
  next(type: FromProber['type']): Promise<FromProber>;
  readonly exited: Promise<number>;
}

function start(): Rig {
  const worker = startWorker(new URL('../../src/measure/worker.js', import.meta.url));
  opened.worker = worker;
  const messages: FromProber[] = [];
  worker.on('message', (message: FromProber) => messages.push(message));
  return {
    messages,
    tell: (message) => worker.postMessage(message),
    next: (type) =>
      new Promise((resolve) => {
        worker.on('message', (message: FromProber) => message.type === type && resolve(message));
      }),
    exited: new Promise((resolve) => worker.once('exit', resolve)),
  };
}

function batchesOf(messages: readonly FromProber[]): AttemptBatch[] {
  return messages.flatMap((message) => (message.type === 'batch' ? [message.batch] : []));
}

function fastPlan(port: number): ReturnType<typeof samplePlan> {
  const schedule = { kind: 'every', everyMs: 50 } as const;
  return samplePlan({ probes: [sampleProbe({ schedule, resolvers: [sampleResolver({ port })] })] });
}

describe('the prober thread', () => {
  it('measures by its plan, tells in batches, says when it has stopped, and ends', async () => {
    opened.responder = await startUdpResponder((query, reply) => reply(dnsReply(query)));
    const rig = start();
    rig.tell({ type: 'plan', plan: fastPlan(opened.responder.port) });
    while (batchesOf(rig.messages).reduce((rows, batch) => rows + batch.outcome.length, 0) < 10)
      await rig.next('batch');
    const stopped = rig.next('stopped');
    rig.tell({ type: 'stop', drain: true });
    await stopped;
    expect(await rig.exited).toBe(0);
    const batches = batchesOf(rig.messages);
    const rows = batches.flatMap((batch) => [...batch.outcome].map(outcomeOfCode));
    expect(rows.length).toBe(
      opened.responder.queries.length + rows.filter((outcome) => outcome === 'prober_error').length,
    );
    expect(rows.filter((outcome) => outcome === 'answered').length).toBeGreaterThanOrEqual(8);
    expect(rig.messages.at(-1)).toEqual({ type: 'stopped' });
    expect(batches[0]!.series.length).toBeLessThanOrEqual(1);
    expect(batches.at(-1)!.health.receiveClock).toBe(process.platform === 'linux' ? 'kernel' : 'user');
  });

  it('answers each plan: refuses one it cannot carry out, and lives on', async () => {
    opened.responder = await startUdpResponder((query, reply) => reply(dnsReply(query)));
    const rig = start();
    const refused = rig.next('refused');
    rig.tell({
      type: 'plan',
      plan: samplePlan({ probes: [sampleProbe({ queries: [sampleQuery({ qtype: 'NOPE' })] })] }),
    });
    expect(await refused).toMatchObject({ message: expect.stringContaining('NOPE') as string });
    const planned = rig.next('planned');
    rig.tell({ type: 'plan', plan: fastPlan(opened.responder.port) });
    await planned;
    while (batchesOf(rig.messages).every((batch) => batch.outcome.length === 0)) await rig.next('batch');
    expect(opened.responder.queries.length).toBeGreaterThan(0);
    const answers = rig.messages.map(({ type }) => type).filter((type) => type === 'planned' || type === 'refused');
    expect(answers).toEqual(['refused', 'planned']);
  });
});
