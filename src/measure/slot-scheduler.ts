import type { Timers } from './deadline-queue.js';
import { MinHeap } from './min-heap.js';
import type { ScheduledTarget } from './plan/scheduled-target.js';

export interface SlotSchedulerDeps {
  /** The timeline that slots lie on, milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly timers: Timers;
  /** `turn` counts up with each slot of a target. */
  readonly onDue: (target: ScheduledTarget, slotMs: number, turn: number) => void;
  readonly onMissed: (target: ScheduledTarget, slotMs: number) => void;
  readonly onProblem: (message: string) => void;
  /** A slot later than this is missed. */
  readonly latestMs: number;
}

/** After a longer pause than this gives at all rates together, the rest is dropped: memory is finite. */
const MAX_MISSED = 1_000_000;
/** Timers of Node.js cannot wait longer than 2³¹ ms; waking once a minute costs nothing. */
const LONGEST_SLEEP_MS = 60_000;

/** One heap and one timer for all targets: each slot of each target is due or missed exactly once, in order. */
export class SlotScheduler {
  readonly #deps: SlotSchedulerDeps;
  readonly #heap = new MinHeap<Entry>();
  #entries = new Map<string, Entry>();
  #ranUpToMs: number;
  #disarm: () => void = () => undefined;

  constructor(deps: SlotSchedulerDeps) {
    this.#deps = deps;
    this.#ranUpToMs = deps.nowMs();
  }

  /** Every slot before this time has been handed out. */
  get ranUpToMs(): number {
    return this.#ranUpToMs;
  }

  /** When each party is asked next. */
  nextSlots(): ReadonlyMap<string, number> {
    const next = new Map<string, number>();
    for (const { target, position } of this.#entries.values()) {
      const slotMs = position === null ? Infinity : target.slots.timeOf(position);
      next.set(target.party, Math.min(slotMs, next.get(target.party) ?? Infinity));
    }
    return next;
  }

  /** Replaces the targets; one with the key and schedule of an old one goes on where that stood. */
  setTargets(targets: readonly ScheduledTarget[]): void {
    this.run();
    const old = this.#entries;
    this.#entries = new Map(targets.map((target) => [target.key, this.#continued(target, old.get(target.key))]));
    this.#rebuild();
  }

  /** The timeline has leapt: slots in between were never lived, and are not handed out. */
  leap(): void {
    const nowMs = this.#deps.nowMs();
    for (const entry of this.#entries.values()) entry.position = entry.target.slots.firstFrom(nowMs);
    this.#ranUpToMs = nowMs;
    this.#rebuild();
  }

  /** Hands out everything that is due by now. */
  run(): void {
    const nowMs = this.#deps.nowMs();
    let missed = 0;
    while (this.#heap.firstKey() <= nowMs) {
      const entry = this.#heap.first();
      if (entry !== undefined) missed = this.#handOut(entry, nowMs, missed);
    }
    if (missed > MAX_MISSED) {
      const dropped = String(missed - MAX_MISSED);
      this.#deps.onProblem(`count missed sends: after a pause too long to count them all, ${dropped} are no data`);
    }
    this.#ranUpToMs = Math.max(this.#ranUpToMs, nowMs);
    this.#arm();
  }

  stop(): void {
    this.#entries.clear();
    this.#heap.clear();
    this.#disarm();
  }

  /** All slots of one target up to now, oldest first. */
  #handOut(entry: Entry, nowMs: number, missedBefore: number): number {
    let missed = missedBefore;
    const { target } = entry;
    while (entry.position !== null && target.slots.timeOf(entry.position) <= nowMs) {
      const slotMs = target.slots.timeOf(entry.position);
      if (this.#deps.nowMs() - slotMs <= this.#deps.latestMs) this.#deps.onDue(target, slotMs, entry.turn);
      else if (++missed <= MAX_MISSED) this.#deps.onMissed(target, slotMs);
      entry.turn++;
      entry.position = target.slots.next(entry.position);
    }
    if (entry.position === null) this.#heap.pop();
    else this.#heap.rekeyFirst(target.slots.timeOf(entry.position));
    return missed;
  }

  #continued(target: ScheduledTarget, old: Entry | undefined): Entry {
    if (old?.target.scheduleText === target.scheduleText) return { target, position: old.position, turn: old.turn };
    return { target, position: target.slots.firstFrom(this.#deps.nowMs()), turn: target.firstTurn };
  }

  #rebuild(): void {
    this.#heap.clear();
    for (const entry of this.#entries.values()) this.#push(entry);
    this.#arm();
  }

  #push(entry: Entry): void {
    if (entry.position !== null) this.#heap.push(entry.target.slots.timeOf(entry.position), entry);
  }

  #arm(): void {
    this.#disarm();
    if (this.#heap.size === 0) return;
    const waitMs = this.#heap.firstKey() - this.#deps.nowMs();
    this.#disarm = this.#deps.timers.setTimer(() => this.run(), Math.max(0, Math.min(LONGEST_SLEEP_MS, waitMs)));
  }
}

interface Entry {
  readonly target: ScheduledTarget;
  position: number | null;
  turn: number;
}
