/** Lets one pass in each turn of the event loop, in order. */
export class OneATurn {
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /** Calls `onTurn` at once if nobody has passed in this turn, else in a later one. Returns whether it was at once. */
  pass(onTurn: () => void): boolean {
    if (this.#isTaken) {
      this.#waiting.push(onTurn);
      return false;
    }
    this.#take(onTurn);
    return true;
  }

  /** Whoever waits is forgotten. */
  close(): void {
    this.#waiting.length = 0;
  }

  #take(onTurn: () => void): void {
    this.#isTaken = true;
    setImmediate(() => {
      this.#isTaken = false;
      const next = this.#waiting.shift();
      if (next !== undefined) this.#take(next);
    });
    onTurn();
  }
}
