import { PassThrough } from 'node:stream';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';

import { prepareQuery } from '../../../../src/dns/prepared-query.js';
import { cryptoRandom } from '../../../../src/measure/random-source.js';
import type { Answer } from '../../../../src/measure/transport/stream/carrier.js';
import { FramedCarrier } from '../../../../src/measure/transport/stream/framed-carrier.js';
import { sampleQuery } from '../../../support/dns-samples.js';
import { tcpFrame } from '../../../support/dns-tcp-responder.js';

const query = prepareQuery(sampleQuery());
const FIN = { outcome: 'network_error', detail: 'closed', isPeers: true, isOrderly: true } as const;

interface Rig {
  readonly carrier: FramedCarrier;
  /** Frames that were written. */
  readonly sent: Buffer[];
  readonly answers: [number, Answer][];
  suspicious: number;
  readonly ask: (number: number) => () => void;
  readonly receive: (bytes: Uint8Array) => void;
}

function start(): Rig {
  const sent: Buffer[] = [];
  const incoming = new PassThrough();
  const socket = Object.assign(incoming, { write: (bytes: Buffer) => sent.push(bytes) > 0 }) as unknown as Socket;
  const answers: Rig['answers'] = [];
  const onSuspicious = (): void => {
    rig.suspicious++;
  };
  const carrier = new FramedCarrier(socket, cryptoRandom(), { onHeard: () => undefined, onSuspicious });
  const rig: Rig = {
    carrier,
    sent,
    answers,
    suspicious: 0,
    ask: (number) => carrier.send(query, (answer) => answers.push([number, answer])),
    receive: (bytes) => void incoming.emit('data', Buffer.from(bytes)),
  };
  return rig;
}

function idOf(frame: Buffer): number {
  return frame.readUInt16BE(2);
}

/** A message under this id. */
function under(id: number): Buffer {
  return tcpFrame(Buffer.of(id >> 8, id & 0xff, 0x80, ...new Array<number>(9).fill(0)));
}

describe('FramedCarrier', () => {
  it('uses no id twice, and takes no queries once it has none left', () => {
    const { carrier, sent, ask } = start();
    for (let i = 0; i < 65_536; i++) {
      expect(carrier.isUsable).toBe(true);
      ask(i)();
    }
    expect([carrier.isUsable, carrier.isSpent]).toEqual([false, true]);
    expect(new Set(sent.map(idOf)).size).toBe(65_536);
  });

  it('copies each query: its memory is used again for the next', () => {
    const { sent, ask } = start();
    ask(0);
    ask(1);
    expect(idOf(sent[0]!)).not.toBe(idOf(sent[1]!));
    expect(sent[0]!.subarray(4)).toEqual(sent[1]!.subarray(4));
  });

  it('answers by id, and each query once', () => {
    const { sent, answers, ask, receive } = start();
    ask(0);
    ask(1);
    receive(under(idOf(sent[1]!)));
    receive(under(idOf(sent[1]!)));
    receive(under(idOf(sent[0]!)));
    expect(answers.map(([number, { kind }]) => [number, kind])).toEqual([
      [1, 'message'],
      [0, 'message'],
    ]);
  });

  it('takes a late reply for nobody’s, without suspicion', () => {
    const rig = start();
    rig.ask(0)();
    rig.ask(1);
    rig.receive(under(idOf(rig.sent[0]!)));
    expect(rig.answers).toEqual([]);
    expect(rig.suspicious).toBe(0);
    expect(rig.carrier.isUsable).toBe(true);
  });

  it('gives what is under no id of ours to the oldest query, and takes no more', () => {
    const rig = start();
    rig.ask(0);
    rig.ask(1);
    const strange = [1, 2, 3].map((bit) => idOf(rig.sent[0]!) ^ (1 << bit)).find((id) => id !== idOf(rig.sent[1]!));
    rig.receive(under(strange!));
    expect(rig.answers.map(([number, { kind }]) => [number, kind])).toEqual([[0, 'message']]);
    expect([rig.carrier.isUsable, rig.carrier.isSpent]).toEqual([false, false]);
    rig.receive(Buffer.of(0, 1, 7));
    expect(rig.answers.length).toBe(2);
    rig.receive(Buffer.of(0, 0));
    expect(rig.suspicious).toBe(1);
  });

  it.each([
    ['the query that half a message replies to', 6, 1],
    ['the oldest query, where its id has not come yet', 3, 0],
  ])('calls an end within a message the fault of %s', (_, length, number) => {
    const { carrier, sent, answers, ask, receive } = start();
    for (let i = 0; i < 3; i++) ask(i);
    receive(under(idOf(sent[1]!)).subarray(0, length));
    carrier.end(FIN);
    expect(answers[0]).toMatchObject([number, { kind: 'broken', detail: 'closed within a message' }]);
    expect(answers.slice(1).map(([, { kind }]) => kind)).toEqual(['fault', 'fault']);
  });

  it('takes half of a late reply for nobody’s: who waits may ask again', () => {
    const rig = start();
    rig.ask(0)();
    rig.ask(1);
    rig.receive(under(idOf(rig.sent[0]!)).subarray(0, 9));
    rig.carrier.end(FIN);
    expect(rig.answers).toMatchObject([[1, { kind: 'fault', fault: { outcome: 'network_error' } }]]);
  });

  it('says nothing of half a message where an error ended the stream', () => {
    const { carrier, answers, ask, receive } = start();
    ask(0);
    receive(Buffer.of(0, 40, 1));
    carrier.end({ ...FIN, detail: 'ECONNRESET', isOrderly: false });
    expect(answers).toMatchObject([[0, { kind: 'fault', fault: { detail: 'ECONNRESET' } }]]);
  });

  it('tells nobody after it is closed', () => {
    const { carrier, answers, ask } = start();
    ask(0);
    carrier.close();
    carrier.end(FIN);
    expect(answers).toEqual([]);
  });
});
