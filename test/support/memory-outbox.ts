import type { NewOutboxEntry, Outbox, OutboxEntry } from '../../src/publish/ports.js';

interface Kept extends OutboxEntry {
  readonly channel: string;
  parkedFor: string | null;
}

/** An outbox without a database; `failWith` makes every method reject, or those named. */
export class MemoryOutbox implements Outbox {
  readonly #entries: Kept[] = [];
  readonly #watermarks = new Map<string, number>();
  #nextId = 1;
  #failing: ReadonlySet<string> | 'all' | null = null;

  /** `null`: works again. */
  setFailing(methods: 'all' | readonly (keyof Outbox)[] | null): void {
    this.#failing = methods === null || methods === 'all' ? methods : new Set(methods);
  }

  async enqueue(channel: string, entries: readonly NewOutboxEntry[], watermarkMs: number): Promise<void> {
    await this.#access('enqueue');
    for (const entry of entries) this.#entries.push({ ...entry, channel, id: this.#nextId++, parkedFor: null });
    this.#watermarks.set(channel, watermarkMs);
  }

  async watermark(channel: string): Promise<number | null> {
    await this.#access('watermark');
    return this.#watermarks.get(channel) ?? null;
  }

  async next(channel: string, limit: number): Promise<readonly OutboxEntry[]> {
    await this.#access('next');
    return this.#of(channel, false)
      .sort((a, b) => a.timeMs - b.timeMs || a.id - b.id)
      .slice(0, limit)
      .map(({ id, timeMs, payload }) => ({ id, timeMs, payload }));
  }

  async remove(ids: readonly number[]): Promise<void> {
    await this.#access('remove');
    this.#delete((entry) => ids.includes(entry.id));
  }

  async park(ids: readonly number[], reason: string): Promise<void> {
    await this.#access('park');
    for (const entry of this.#entries) if (ids.includes(entry.id)) entry.parkedFor = reason;
  }

  async dropBefore(channel: string, timeMs: number): Promise<number> {
    await this.#access('dropBefore');
    const isOld = (entry: Kept): boolean => entry.channel === channel && entry.timeMs < timeMs;
    const waiting = this.#entries.filter((entry) => isOld(entry) && entry.parkedFor === null).length;
    this.#delete(isOld);
    return waiting;
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

  #delete(which: (entry: Kept) => boolean): void {
    const kept = this.#entries.filter((entry) => !which(entry));
    this.#entries.splice(0, this.#entries.length, ...kept);
  }

  async #access(method: keyof Outbox): Promise<void> {
    await Promise.resolve();
    if (this.#failing === 'all' || this.#failing?.has(method) === true) throw new Error(`${method} fails`);
  }
}
