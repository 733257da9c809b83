/** What stands in a lane; its links belong to the lane. */
export abstract class LaneItem {
  /** Monotonic milliseconds. */
  atMs = Infinity;
  isCancelled = false;
  lane: DeadlineLane | null = null;
  before: LaneItem | null = null;
  after: LaneItem | null = null;

  abstract onPassed(): void;

  /** Nobody waits for it any more: it leaves its lane. */
  cancel(): void {
    this.isCancelled = true;
    this.lane?.remove(this);
  }
}

/** Deadlines in order of time, each after all that were appended before; a list with links both ways. */
export class DeadlineLane {
  #first: LaneItem | null = null;
  #last: LaneItem | null = null;

  /** `Infinity` while empty. */
  get firstAtMs(): number {
    return this.#first?.atMs ?? Infinity;
  }

  append(item: LaneItem): void {
    item.lane = this;
    item.before = this.#last;
    if (this.#last === null) this.#first = item;
    else this.#last.after = item;
    this.#last = item;
  }

  remove(item: LaneItem): void {
    if (item.before === null) this.#first = item.after;
    else item.before.after = item.after;
    if (item.after === null) this.#last = item.before;
    else item.after.before = item.before;
    item.lane = null;
    item.before = null;
    item.after = null;
  }

  /** Removes what has passed. */
  takePassed(nowMs: number): readonly LaneItem[] {
    const passed: LaneItem[] = [];
    for (let item = this.#first; item !== null && item.atMs <= nowMs; item = this.#first) {
      this.remove(item);
      passed.push(item);
    }
    return passed;
  }
}
