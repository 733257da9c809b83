/** Numbers that look random and are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Random = (below: number) => number;
type Mutation = (bytes: Buffer, random: Random, corpus: readonly Buffer[]) => Buffer;

const HEADER_BYTES = 12;
/** Lengths, label lengths and pointers at their limits. */
const TELLING_BYTES = [0, 1, 2, 3, 12, 32, 33, 41, 46, 63, 64, 127, 128, 191, 192, 193, 254, 255];

/** A message changed in one to four ways; half of them keep header and question, so that the rest is looked at. */
export function mutated(base: Buffer, corpus: readonly Buffer[], random: Random): Buffer {
  let bytes: Buffer = Buffer.from(base);
  for (let left = 1 + random(4); left > 0; left--) bytes = MUTATIONS[random(MUTATIONS.length)]!(bytes, random, corpus);
  if (random(2) === 0) base.copy(bytes, 0, 0, Math.min(bytes.length, questionEnd(base), 4 + random(2) * 1_000));
  return bytes;
}

const MUTATIONS: readonly Mutation[] = [
  function flipBit(bytes, random) {
    const at = random(bytes.length);
    if (bytes.length > 0) bytes[at] = bytes[at]! ^ (1 << random(8));
    return bytes;
  },
  function setByte(bytes, random) {
    if (bytes.length > 0) bytes[random(bytes.length)] = random(256);
    return bytes;
  },
  function setTellingByte(bytes, random) {
    if (bytes.length > 0) bytes[random(bytes.length)] = TELLING_BYTES[random(TELLING_BYTES.length)]!;
    return bytes;
  },
  function lieAboutLength(bytes, random) {
    const at = random(bytes.length - 1);
    if (bytes.length >= 2)
      bytes.writeUInt16BE((bytes.readUInt16BE(at) + [1, 0xffff, 16, 255, 4_096][random(5)]!) & 0xffff, at);
    return bytes;
  },
  function lieAboutCount(bytes, random) {
    const at = 4 + 2 * random(4);
    if (bytes.length >= HEADER_BYTES) bytes.writeUInt16BE([0, 1, 2, 3, 255, 0xffff][random(6)]!, at);
    return bytes;
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, random(bytes.length + 1));
  },
  function append(bytes, random) {
    return Buffer.concat([bytes, Buffer.from(Array.from({ length: 1 + random(40) }, () => random(256)))]);
  },
  function remove(bytes, random) {
    const at = random(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(30))]);
  },
  function repeat(bytes, random) {
    const [at, length] = [random(bytes.length + 1), 1 + random(40)];
    return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
  },
  function splice(bytes, random, corpus) {
    const other = corpus[random(corpus.length)]!;
    const at = random(bytes.length + 1);
    const from = random(other.length);
    return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + random(200)), bytes.subarray(at)]);
  },
  function point(bytes, random) {
    const at = random(bytes.length - 1);
    // To itself, to just before, forwards, or anywhere.
    const target = [at, Math.max(0, at - 1 - random(20)), at + 1 + random(20), random(0x4000)][random(4)]!;
    if (bytes.length >= 2) bytes.writeUInt16BE(0xc000 | (target & 0x3fff), at);
    return bytes;
  },
  function addPointerChain(bytes, random) {
    const start = bytes.length;
    const chain = Array.from(
      { length: 1 + random(200) },
      (_, i) => 0xc000 | ((start + 2 * Math.max(0, i - 1)) & 0x3fff),
    );
    return Buffer.concat([bytes, Buffer.from(chain.flatMap((pointer) => [pointer >> 8, pointer & 0xff]))]);
  },
  function addRecord(bytes, random) {
    return withCount(Buffer.concat([bytes, randomRecord(random)]), 10 - 2 * random(3));
  },
  function doubleOpt(bytes, random) {
    const at = bytes.lastIndexOf(Buffer.of(0, 0, 41));
    if (at < HEADER_BYTES) return bytes;
    return withCount(Buffer.concat([bytes, bytes.subarray(at)]), random(4) === 0 ? 6 : 10);
  },
  function addOption(bytes, random) {
    const at = bytes.lastIndexOf(Buffer.of(0, 0, 41));
    if (at < HEADER_BYTES || at + 11 > bytes.length) return bytes;
    const data = Array.from({ length: random(45) }, () => random(256));
    const option = Buffer.from([
      0,
      [3, 8, 10, 12, 15][random(5)]!,
      0,
      (data.length + (random(8) === 0 ? 1 : 0)) & 255,
      ...data,
    ]);
    bytes.writeUInt16BE((bytes.readUInt16BE(at + 9) + option.length) & 0xffff, at + 9);
    return Buffer.concat([bytes, option]);
  },
];

/** A record of a type with a form of its own, whose data may or may not be what the type demands. */
function randomRecord(random: Random): Buffer {
  const type = [1, 2, 6, 13, 15, 16, 28, 33, 35, 39, 41, 43, 44, 46, 47, 48, 52, 99, 257, 65_280][random(20)]!;
  const data = Array.from({ length: [0, 1, 4, 16, random(40)][random(5)]! }, () =>
    random(2) === 0 ? TELLING_BYTES[random(TELLING_BYTES.length)]! : random(256),
  );
  const owner = [[0], [0xc0, HEADER_BYTES], [1, 97, 0xc0, HEADER_BYTES], [1, 97, 0]][random(4)]!;
  return Buffer.from([...owner, type >> 8, type & 255, 0, 1, 0, 0, 1, 44, 0, data.length, ...data]);
}

function withCount(bytes: Buffer, at: number): Buffer {
  if (bytes.length >= HEADER_BYTES) bytes.writeUInt16BE((bytes.readUInt16BE(at) + 1) & 0xffff, at);
  return bytes;
}

/** Of a message whose question is not compressed; its header's end if there is none. */
function questionEnd(bytes: Buffer): number {
  if (bytes.length < HEADER_BYTES || bytes.readUInt16BE(4) === 0) return HEADER_BYTES;
  let offset = HEADER_BYTES;
  while ((bytes[offset] ?? 0) > 0) offset += 1 + bytes[offset]!;
  return offset + 5;
}
