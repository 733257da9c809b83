import { pushVarint } from './varint.js';

/**
 * A set of minutes within an hour or a day, kept as alternating run lengths: absent, present,
 * absent … Each run is one LEB128 number. A wholly covered day is 3 bytes. Sets of several series
 * unite exactly, which a count of minutes would not.
 */
export type MinuteSet = ReadonlySet<number>;

/** Bytes of a set of minute offsets (0 is the first minute of the cell). */
export function encodeMinuteSet(minutes: Iterable<number>): Uint8Array {
  const bytes: number[] = [];
  let position = 0;
  for (const [from, to] of runsOf([...minutes].sort((a, b) => a - b))) {
    pushVarint(bytes, from - position);
    pushVarint(bytes, to - from);
    position = to;
  }
  return Uint8Array.from(bytes);
}

/** Calls `visit` with each half-open run `[from, to)` of minute offsets in the set. Throws `RangeError` on truncated bytes. */
export function forEachMinuteRun(bytes: Uint8Array, visit: (from: number, to: number) => void): void {
  let offset = 0;
  let position = 0;
  const next = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[offset++];
      if (byte === undefined) throw new RangeError('minute set is truncated');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (offset < bytes.length) {
    const from = position + next();
    position = from + next();
    visit(from, position);
  }
}

export function decodeMinuteSet(bytes: Uint8Array): MinuteSet {
  const minutes = new Set<number>();
  forEachMinuteRun(bytes, (from, to) => {
    for (let minute = from; minute < to; minute++) minutes.add(minute);
  });
  return minutes;
}

function runsOf(sorted: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const minute of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && minute <= last[1]) last[1] = Math.max(last[1], minute + 1);
    else runs.push([minute, minute + 1]);
  }
  return runs;
}
