/**
 * Which minutes of a sliding window hold a valid attempt, as a ring of bits: the minute that enters
 * takes the place of the one that leaves. Minutes are numbered from the Unix epoch.
 */
export class MinuteRing {
  readonly #size: number;
  readonly #words: Uint32Array;
  #endMinute: number;
  #count = 0;
  /** The latest minute ever added: the last covered one as long as any is. */
  #latest = -1;

  /** A window of `size` minutes that ends before `endMinute`, with nothing in it. */
  constructor(size: number, endMinute: number) {
    this.#size = size;
    this.#endMinute = endMinute;
    this.#words = new Uint32Array(Math.ceil(size / 32));
  }

  copy(): MinuteRing {
    const ring = new MinuteRing(this.#size, this.#endMinute);
    ring.#words.set(this.#words);
    ring.#count = this.#count;
    ring.#latest = this.#latest;
    return ring;
  }

  /** How many minutes of the window are covered. */
  get count(): number {
    return this.#count;
  }

  get startMinute(): number {
    return this.#endMinute - this.#size;
  }

  /** Marks the minutes `[from, to)`; those outside the window are ignored. */
  add(from: number, to: number): void {
    const end = Math.min(to, this.#endMinute);
    for (let minute = Math.max(from, this.startMinute); minute < end;) minute += this.#fillWord(minute, end);
  }

  /** Moves the window by one minute. */
  advance(isCovered: boolean): void {
    const minute = this.#endMinute++;
    const bit = minute % this.#size;
    // The ring's place of the entering minute still says whether the leaving one was covered.
    const leaving = (this.#wordAt(bit) >>> (bit & 31)) & 1;
    this.#words[bit >>> 5] = this.#wordAt(bit) & ~(1 << (bit & 31));
    this.#count -= leaving;
    if (isCovered) this.#fillWord(minute, minute + 1);
  }

  /** The first covered minute at or after `from`; `null` if there is none in the window. */
  firstFrom(from: number): number | null {
    for (let minute = Math.max(from, this.startMinute); minute < this.#endMinute; minute++) {
      if (this.#has(minute)) return minute;
      minute += this.#emptyAhead(minute);
    }
    return null;
  }

  /** The last covered minute; `null` if there is none. */
  last(): number | null {
    return this.#count === 0 ? null : this.#latest;
  }

  /**
   * Share of the slots from `startMinute` on that are covered. Slots are counted back from the window's
   * end, so that each holds a round of a schedule no slower than they are wide.
   */
  coverage(slotMinutes: number, startMinute = this.startMinute): number {
    if (slotMinutes <= 1) return this.#countFrom(startMinute) / Math.max(1, this.#endMinute - startMinute);
    const slots = Math.max(1, Math.floor((this.#endMinute - startMinute) / slotMinutes));
    const start = this.#endMinute - slots * slotMinutes;
    let covered = 0;
    for (let minute = this.firstFrom(start); minute !== null; covered++) {
      const slot = Math.floor((minute - start) / slotMinutes);
      minute = this.firstFrom(start + (slot + 1) * slotMinutes);
    }
    return covered / slots;
  }

  /** How many minutes of the window from `startMinute` on are covered. */
  #countFrom(startMinute: number): number {
    if (startMinute <= this.startMinute) return this.#count;
    let count = 0;
    for (let minute = startMinute; minute < this.#endMinute;) {
      const bit = minute % this.#size;
      const length = Math.min(this.#endMinute - minute, 32 - (bit & 31), this.#size - bit);
      count += onesIn(this.#wordAt(bit) & maskOf(bit, length));
      minute += length;
    }
    return count;
  }

  #wordAt(bit: number): number {
    return this.#words[bit >>> 5] ?? 0;
  }

  #has(minute: number): boolean {
    const bit = minute % this.#size;
    return ((this.#wordAt(bit) >>> (bit & 31)) & 1) === 1;
  }

  /** Marks minutes from `minute` to `end` as far as they share a word; returns how many. */
  #fillWord(minute: number, end: number): number {
    const bit = minute % this.#size;
    const length = Math.min(end - minute, 32 - (bit & 31), this.#size - bit);
    const mask = maskOf(bit, length);
    this.#count += onesIn(mask & ~this.#wordAt(bit));
    this.#words[bit >>> 5] = this.#wordAt(bit) | mask;
    this.#latest = Math.max(this.#latest, minute + length - 1);
    return length;
  }

  /** How many minutes after an uncovered one may be skipped because their whole word is empty. */
  #emptyAhead(minute: number): number {
    const bit = minute % this.#size;
    const isWordEmpty = this.#wordAt(bit) === 0;
    return isWordEmpty ? Math.min(31 - (bit & 31), this.#size - 1 - bit) : 0;
  }
}

/** So many bits of a word, from one on. */
function maskOf(bit: number, length: number): number {
  return length === 32 ? -1 : ((1 << length) - 1) << (bit & 31);
}

/** Number of bits set in a 32-bit word (Warren, Hacker's Delight, §5-1). */
function onesIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
