import type { NewOutboxEntry, Outbox, OutboxEntry } from '../../src/publish/ports.js';

interface Kept extends OutboxEntry {
  readonly channel: string;
  parkedFor: string | null;
}

/** An outbox without a database; `failWith` makes every method reject, or those named. */
export class MemoryOutbox implements Outbox {
  /** In order of time, then of insertion. */
  readonly #entries: Kept[] = [];
  readonly #watermarks = new Map<string, number>();
  /** By channel. */
  readonly #open = new Map<string, Set<string>>();
  #nextId = 1;
  #failing: ReadonlySet<string> | 'all' | null = null;

  /** `null`: works again. */
  setFailing(methods: 'all' | readonly (keyof Outbox)[] | null): void {
    this.#failing = methods === null || methods === 'all' ? methods : new Set(methods);
  }

  async enqueue(channel: string, entries: readonly NewOutboxEntry[], watermarkMs: number): Promise<void> {
    await this.#access('enqueue');
    const open = this.#open.get(channel) ?? new Set();
    this.#open.set(channel, open);
    for (const { alert, ...entry } of entries) {
      this.#insert({ ...entry, channel, id: this.#nextId++, parkedFor: null });
      if (alert?.isOver === true) open.delete(alert.uid);
      else if (alert !== undefined) open.add(alert.uid);
    }
    this.#watermarks.set(channel, watermarkMs);
  }

  async watermark(channel: string): Promise<number | null> {
    await this.#access('watermark');
    return this.#watermarks.get(channel) ?? null;
  }

  async openAlerts(channel: string): Promise<ReadonlySet<string>> {
    await this.#access('openAlerts');
    return new Set(this.#open.get(channel));
  }

  async next(channel: string, limit: number): Promise<readonly OutboxEntry[]> {
    await this.#access('next');
    const found: OutboxEntry[] = [];
    for (const { id, timeMs, payload, ...kept } of this.#entries) {
      if (found.length === limit) break;
      if (kept.channel === channel && kept.parkedFor === null) found.push({ id, timeMs, payload });
    }
    return found;
  }

  async remove(ids: readonly number[]): Promise<void> {
    await this.#access('remove');
    for (const id of ids) {
      const index = this.#entries.findIndex((entry) => entry.id === id);
      if (index >= 0) this.#entries.splice(index, 1);
    }
  }

  async park(ids: readonly number[], reason: string): Promise<void> {
    await this.#access('park');
    for (const entry of this.#entries) if (ids.includes(entry.id)) entry.parkedFor = reason;
  }

  async dropBefore(channel: string, timeMs: number): Promise<number> {
    await this.#access('dropBefore');
    let dropped = 0;
    for (let i = 0; i < this.#entries.length && this.#entries[i]!.timeMs < timeMs;) {
      const entry = this.#entries[i]!;
      if (entry.channel !== channel) i++;
      else this.#entries.splice(i, 1);
      if (entry.channel === channel && entry.parkedFor === null) dropped++;
    }
    return dropped;
  }

  async depth(channel: string): ReturnType<Outbox['depth']> {
    await this.#access('depth');
    const waiting = this.#of(channel, false);
    return {
      count: waiting.length,
      parked: this.#of(channel, true).length,
      oldestMs: waiting.length === 0 ? null : Math.min(...waiting.map(({ timeMs }) => timeMs)),
    };
  }

  /** Why entries were put aside, in order of insertion. */
  parkedReasons(channel: string): readonly string[] {
    return this.#of(channel, true).flatMap(({ parkedFor }) => parkedFor ?? []);
  }

  #of(channel: string, parked: boolean): Kept[] {
    return this.#entries.filter((entry) => entry.channel === channel && (entry.parkedFor !== null) === parked);
  }

  #insert(entry: Kept): void {
    const after = this.#entries.findLastIndex(({ timeMs }) => timeMs <= entry.timeMs);
    this.#entries.splice(after + 1, 0, entry);
  }

  async #access(method: keyof Outbox): Promise<void> {
    await Promise.resolve();
    if (this.#failing === 'all' || this.#failing?.has(method) === true) throw new Error(`${method} fails`);
  }
}
