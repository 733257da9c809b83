const FIRST_CAPACITY = 256;

/** A column of numbers that grows; a plain array of doubles costs more once it is large. */
export class GrowingColumn {
  #values = new Float64Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const wider = new Float64Array(this.#values.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#length++] = value;
  }

  /** A copy of exactly the values pushed; the column is empty afterwards. */
  take(): Float64Array<ArrayBuffer> {
    const taken = this.#values.slice(0, this.#length);
    if (this.#values.length > 16 * FIRST_CAPACITY) this.#values = new Float64Array(FIRST_CAPACITY);
    this.#length = 0;
    return taken;
  }
}
