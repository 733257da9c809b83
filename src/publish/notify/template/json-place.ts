/** Whether what comes next of a JSON text stands in a string (RFC 8259 §7). */
export class JsonPlace {
  #isInString = false;
  #isAfterBackslash = false;

  get isInString(): boolean {
    return this.#isInString;
  }

  get isAfterBackslash(): boolean {
    return this.#isAfterBackslash;
  }

  pass(character: string): void {
    if (this.#isAfterBackslash) this.#isAfterBackslash = false;
    else if (character === '\\') this.#isAfterBackslash = this.#isInString;
    else if (character === '"') this.#isInString = !this.#isInString;
  }
}
