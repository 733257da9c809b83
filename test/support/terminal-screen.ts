// eslint-disable-next-line no-control-regex
const TOKENS = /\u001b\[\d*[A-Za-z]|[^]/gu;

/** What a terminal would show of the few control sequences that progress lines use. */
export class TerminalScreen {
  readonly #columns: number;
  readonly #lines: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  get lines(): readonly string[] {
    return this.#lines.map((line) => line.trimEnd());
  }

  /** Where the cursor stands. */
  get row(): number {
    return this.#row;
  }

  write(text: string): void {
    for (const token of text.match(TOKENS) ?? []) this.#take(token);
  }

  #take(token: string): void {
    if (token === '\r') this.#column = 0;
    else if (token === '\n') this.#newLine();
    else if (token === '\u001b[K') this.#lines[this.#row] = this.#line().slice(0, this.#column);
    else if (token.endsWith('A') && token.length > 2) this.#row = Math.max(0, this.#row - Number(token.slice(2, -1)));
    else if (token.startsWith('\u001b')) throw new Error(`no terminal here knows ${JSON.stringify(token)}`);
    else this.#put(token);
  }

  #put(character: string): void {
    if (this.#column >= this.#columns) this.#newLine();
    const line = this.#line().padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column++;
  }

  #newLine(): void {
    this.#row++;
    this.#column = 0;
    if (this.#lines[this.#row] === undefined) this.#lines.push('');
  }

  #line(): string {
    return this.#lines[this.#row] ?? '';
  }
}
