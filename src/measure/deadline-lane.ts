import { LinkedList, type Linked } from './linked-list.js';

/** What stands in a lane. */
export abstract class LaneItem implements Linked<LaneItem> {
  /** Monotonic milliseconds. */
  atMs = Infinity;
  isCancelled = false;
  list: LinkedList<LaneItem> | null = null;
  before: LaneItem | null = null;
  after: LaneItem | null = null;

  abstract onPassed(): void;

  /** Nobody waits for it any more: it leaves its lane. */
  cancel(): void {
    this.isCancelled = true;
    this.list?.remove(this);
  }
}

/** Deadlines in order of time, each after all that were appended before. */
export class DeadlineLane {
  readonly #items = new LinkedList<LaneItem>();

  /** `Infinity` while empty. */
  get firstAtMs(): number {
    return this.#items.first?.atMs ?? Infinity;
  }

  append(item: LaneItem): void {
    this.#items.append(item);
  }

  /** Removes what has passed. */
  takePassed(nowMs: number): readonly LaneItem[] {
    const passed: LaneItem[] = [];
    for (let item = this.#items.first; item !== null && item.atMs <= nowMs; item = this.#items.first) {
      this.#items.remove(item);
      passed.push(item);
    }
    return passed;
  }
}
