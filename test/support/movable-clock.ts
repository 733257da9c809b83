/** The process's clock, and what a test adds to it. */
export class MovableClock {
  #addedMs = 0;
  readonly monotonicMs = (): number => performance.now() + this.#addedMs;

  add(ms: number): void {
    this.#addedMs += ms;
  }
}
