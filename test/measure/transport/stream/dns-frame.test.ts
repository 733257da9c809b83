import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FrameReader, frameOf } from '../../../../src/measure/transport/stream/dns-frame.js';

const message = fc.uint8Array({ maxLength: 600 });

function readAll(reader: FrameReader): Buffer[] {
  const messages: Buffer[] = [];
  for (let next = reader.next(); next !== null; next = reader.next()) messages.push(next);
  return messages;
}

describe('FrameReader', () => {
  it('gives back what frameOf() made, wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), fc.array(fc.nat(40), { maxLength: 60 }), (messages, cuts) => {
        const reader = new FrameReader();
        const read: Buffer[] = [];
        let rest = Buffer.concat(messages.map(frameOf));
        for (const cut of [...cuts, rest.length]) {
          reader.push(rest.subarray(0, cut));
          rest = rest.subarray(cut);
          read.push(...readAll(reader));
        }
        expect(read.map((bytes) => [...bytes])).toEqual(messages.map((bytes) => [...bytes]));
        expect(reader.partial()).toBeNull();
      }),
    );
  });

  it('tells what has come of a message that is not whole', () => {
    const reader = new FrameReader();
    expect(reader.partial()).toBeNull();
    reader.push(Buffer.of(0));
    expect(readAll(reader)).toEqual([]);
    expect(reader.partial()).toEqual(Buffer.alloc(0));
    reader.push(Buffer.of(9, 1, 2));
    expect(readAll(reader)).toEqual([]);
    expect(reader.partial()).toEqual(Buffer.of(1, 2));
  });

  it('joins a message that drips in byte by byte in less than a second', () => {
    const reader = new FrameReader();
    const startedAtMs = performance.now();
    const frame = frameOf(new Uint8Array(65_535));
    const read = [...frame].flatMap((byte) => {
      reader.push(Buffer.of(byte));
      return readAll(reader);
    });
    expect(read.map(({ length }) => length)).toEqual([65_535]);
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
  });
});

describe('frameOf()', () => {
  it('copies the message', () => {
    const bytes = Uint8Array.of(1, 2);
    const frame = frameOf(bytes);
    bytes[0] = 9;
    expect(frame).toEqual(Buffer.of(0, 2, 1, 2));
  });
});
