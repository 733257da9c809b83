import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import { parseDurationMs } from '../domain/duration.js';
import type { Problem } from '../domain/problem.js';

/** Where problems of one file go. */
export interface ProblemSink {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly problems: Problem[];
}

/**
 * A value of a YAML document that knows where it stands. Its readers report a problem there and
 * give the neutral value they name, so that one pass finds every problem of a file.
 */
export class YamlValue {
  readonly #node: Node | null;
  /** Where problems of the value are shown: at its key where there is no value. */
  readonly #place: Node | null;
  readonly #pointer: string;
  readonly #sink: ProblemSink;

  constructor(node: Node | null, place: Node | null, pointer: string, sink: ProblemSink) {
    this.#node = isAlias(node) ? (node.resolve(sink.document) ?? null) : node;
    this.#place = place ?? node;
    this.#pointer = pointer;
    this.#sink = sink;
  }

  /** The values of a mapping's keys; keys that are not named here are problems. */
  map(keys: readonly string[]): ReadonlyMap<string, YamlValue> {
    const values = new Map<string, YamlValue>();
    if (!isMap(this.#node)) {
      this.report(`must be a mapping with the keys ${keys.join(', ')}, found ${this.#found()}`);
      return values;
    }
    for (const { key, value } of this.#node.items as { key: Node; value: Node | null }[]) {
      const name = isScalar(key) ? String(key.value) : 'a key that is no text';
      if (keys.includes(name)) values.set(name, this.#child(name, value, isEmpty(value) ? key : null));
      else this.#child(name, value, key).report(`unknown key; known are ${keys.join(', ')}`);
    }
    return values;
  }

  /** The items of a list; none if it is not a list. */
  list(): readonly YamlValue[] {
    if (isSeq(this.#node)) {
      return this.#node.items.map((item, index) => this.#child(String(index), item as Node, null));
    }
    this.report(`must be a list, found ${this.#found()}`);
    return [];
  }

  /** As `list`, and an empty one is a problem. */
  nonEmptyList(): readonly YamlValue[] {
    const items = this.list();
    if (isSeq(this.#node) && items.length === 0) this.report('must hold at least one item, found an empty list');
    return items;
  }

  /** A text; empty if it is none. */
  text(): string {
    const value = this.#scalar();
    if (typeof value === 'string' && value !== '') return value;
    this.report(`must be a text, found ${this.#found()}`);
    return '';
  }

  /** A list of texts, or one text that stands for a list of one. */
  texts(): readonly string[] {
    return isSeq(this.#node) ? this.list().map((item) => item.text()) : [this.text()];
  }

  /** One of these texts; the first one if it is another. */
  oneOf<T extends string>(choices: readonly [T, ...T[]]): T {
    const value = this.#scalar();
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) this.report(`must be one of ${choices.join(', ')}, found ${this.#found()}`);
    return choice ?? choices[0];
  }

  /** A number within bounds, both included; `min` if it is none. */
  number(min: number, max: number): number {
    const value = this.#scalar();
    if (typeof value === 'number' && value >= min && value <= max) return value;
    this.report(`must be a number from ${String(min)} to ${String(max)}, found ${this.#found()}`);
    return min;
  }

  /** A whole number within bounds, both included; `min` if it is none. */
  integer(min: number, max: number): number {
    const value = this.#scalar();
    if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return Number(value);
    this.report(`must be a whole number from ${String(min)} to ${String(max)}, found ${this.#found()}`);
    return min;
  }

  boolean(): boolean {
    const value = this.#scalar();
    if (typeof value !== 'boolean') this.report(`must be true or false, found ${this.#found()}`);
    return value === true;
  }

  /** A duration such as `250ms`, in milliseconds; 0 if it is none. */
  durationMs(): number {
    const value = this.#scalar();
    const durationMs = typeof value === 'string' ? parseDurationMs(value) : null;
    if (durationMs === null) this.report(`must be a duration such as 250ms, 5s or 1m, found ${this.#found()}`);
    return durationMs ?? 0;
  }

  report(message: string): void {
    const { file, lines, problems } = this.#sink;
    const { line, col } = lines.linePos(this.#place?.range?.[0] ?? 0);
    problems.push({
      severity: 'error',
      file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      pointer: this.#pointer,
      message,
    });
  }

  #child(name: string, value: Node | null, place: Node | null): YamlValue {
    const pointer = `${this.#pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return new YamlValue(value, place, pointer, this.#sink);
  }

  #scalar(): unknown {
    return isScalar(this.#node) ? this.#node.value : undefined;
  }

  #found(): string {
    if (isMap(this.#node)) return 'a mapping';
    if (isSeq(this.#node)) return 'a list';
    return isScalar(this.#node) ? JSON.stringify(this.#node.value) : 'nothing';
  }
}

/** `key:` and nothing behind it. */
function isEmpty(value: Node | null): boolean {
  return value === null || (isScalar(value) && value.value === null);
}
