import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type ParsedNode,
  visit,
  type YAMLError,
} from 'yaml';

import type { Problem } from '../../domain/problem.js';
import { pointerParts, pointerTo } from './json-pointer.js';
import type { SourceDocument } from './source-document.js';
import { firstSyntaxFault, syntaxMessage } from './syntax-fault.js';
import type { TextHook } from './text-hook.js';

/** The documents of one file whose text could be read, and what is wrong with its YAML. */
export interface SourceFile {
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly Problem[];
  /**
   * What the first document that had to be left out may have meant, variables as they are written: fit
   * to tell what else there is to check, and for nothing else. `null` if none was left out.
   */
  readonly guess: unknown;
}

/**
 * Reads YAML 1.2. A document with a fault in its syntax is left out, and only the first such fault
 * of the file is reported: the others follow from it. A document that only repeats a key stays, so
 * that its other faults are found in the same run. Empty documents are skipped.
 */
export function readYaml(file: string, text: string, hook: TextHook = (found) => ({ text: found })): SourceFile {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const readers = [...(parsed as readonly Document.Parsed[])].map(
    (document) => new DocumentReader(file, document, lines),
  );
  for (const reader of readers) if (reader.syntaxFault === null) reader.read(hook);
  const broken = readers.find((reader) => reader.syntaxFault !== null);
  broken?.reportSyntax(text, hook);
  return {
    documents: readers.filter((reader) => reader.isUsable && !reader.isEmpty),
    problems: readers.flatMap((reader) => reader.problems),
    guess: readers.find((reader) => !reader.isUsable)?.guess() ?? null,
  };
}

class DocumentReader implements SourceDocument {
  readonly file: string;
  readonly base = '';
  readonly problems: Problem[] = [];
  value: unknown = null;
  isUsable: boolean;
  /** The first fault for which the text is not YAML at all. */
  readonly syntaxFault: YAMLError | null;
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #substituted = new Set<Node>();
  readonly #refused = new Set<Node>();

  constructor(file: string, document: Document.Parsed, lines: LineCounter) {
    this.file = file;
    this.#document = document;
    this.#lines = lines;
    this.syntaxFault = firstSyntaxFault(document);
    this.isUsable = this.syntaxFault === null;
  }

  get isEmpty(): boolean {
    return this.isUsable && this.value === null;
  }

  read(hook: TextHook): void {
    for (const repeated of this.#document.errors) this.#reportRepeated(repeated);
    this.#visitNodes(hook);
    if (!this.isUsable) return;
    try {
      this.value = this.#document.toJS();
    } catch {
      // The nodes were checked above: what is left is an alias used so often that it could exhaust memory.
      this.#report(this.#document.range[0], '', 'aliases repeat too much data: write it out');
    }
  }

  /** Says what is wrong with the syntax, and what the hook says of a `${…}` on that line. */
  reportSyntax(text: string, hook: TextHook): void {
    if (this.syntaxFault === null) return;
    const [offset] = this.syntaxFault.pos;
    this.#report(offset, '', syntaxMessage(this.syntaxFault, text, hook));
  }

  /** The parser goes on behind a fault as well as it can. */
  guess(): unknown {
    try {
      return this.#document.toJS();
    } catch {
      return null; // an alias without its anchor
    }
  }

  position(pointer: string, on: 'key' | 'value'): { readonly line: number; readonly column: number } {
    return this.#at(this.#find(pointer)[on]);
  }

  isSubstituted(pointer: string): boolean {
    const { node } = this.#find(pointer);
    return node !== null && this.#substituted.has(node);
  }

  isRefused(pointer: string): boolean {
    const { node } = this.#find(pointer);
    return node !== null && this.#refused.has(node);
  }

  #find(pointer: string): { readonly key: number; readonly value: number; readonly node: Node | null } {
    let node: Node | null = this.#document.contents;
    let key = startOf(node) ?? 0;
    let value = key;
    for (const part of pointerParts(pointer)) {
      const member = memberOf(this.#resolve(node), part);
      if (member === null) break;
      node = member.value;
      value = startOf(node) ?? startOf(member.key) ?? value;
      key = startOf(member.key) ?? value;
      // A key without a value has no place of its own.
      if (isScalar(node) && node.source === '') value = key;
    }
    return { key, value, node: this.#resolve(node) };
  }

  #resolve(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
  }

  #visitNodes(hook: TextHook): void {
    visit(this.#document, {
      Alias: (_, node, path) => {
        const target = node.resolve(this.#document);
        if (target !== undefined && !path.includes(target)) return;
        const fault =
          target === undefined ? `has no anchor &${node.source} before it` : 'stands inside what it repeats';
        this.#report(startOf(node) ?? 0, '', `alias *${node.source} ${fault}`);
      },
      Pair: (_, pair, path) => {
        if (isScalar(pair.key) && pair.key.value !== null) return;
        this.#report(startOf(pair.key as Node | null) ?? 0, pointerOf(path), 'a key must be plain text');
      },
      Scalar: (key, node, path) => {
        if (key !== 'key' && typeof node.value === 'string') this.#applyHook(hook, node, pointerOf([...path, node]));
      },
    });
  }

  #applyHook(hook: TextHook, node: { value: unknown } & Node, pointer: string): void {
    const before = node.value as string;
    const result = hook(before);
    if ('complaint' in result) {
      this.#refused.add(node);
      const { line, column } = this.#at(startOf(node) ?? 0);
      this.problems.push({ severity: 'error', file: this.file, line, column, pointer, message: result.complaint });
    } else if (result.text !== before) {
      node.value = result.text;
      this.#substituted.add(node);
    }
  }

  #reportRepeated(fault: YAMLError): void {
    const path = pathAt(this.#document.contents, fault.pos[0]);
    const { line, column } = this.#at(fault.pos[0]);
    const message = `key "${String(path.at(-1) ?? '')}" is given twice: keep one`;
    this.problems.push({ severity: 'error', file: this.file, line, column, pointer: pointerTo('', ...path), message });
  }

  #report(offset: number, pointer: string, message: string): void {
    this.isUsable = false;
    this.problems.push({ severity: 'error', file: this.file, ...this.#at(offset), pointer, message });
  }

  #at(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function startOf(node: Node | null | undefined): number | null {
  return node?.range?.[0] ?? null;
}

function memberOf(node: Node | null, part: string): { readonly key: Node | null; readonly value: Node | null } | null {
  if (isSeq(node)) {
    const item = node.items[Number(part)] as Node | undefined;
    return item === undefined ? null : { key: item, value: item };
  }
  if (!isMap(node)) return null;
  const pair = (node.items as Pair<Node, Node | null>[]).findLast((candidate) => keyText(candidate) === part);
  return pair === undefined ? null : { key: pair.key, value: pair.value };
}

function keyText(pair: Pair<Node, Node | null>): string | null {
  return isScalar(pair.key) ? String(pair.key.value) : null;
}

/** The pointer of the last node of a path of ancestors, as `visit` gives it. */
function pointerOf(path: readonly unknown[]): string {
  const parts: (string | number)[] = [];
  path.forEach((node, index) => {
    const next = path[index + 1] as Node | Pair | undefined;
    if (isSeq(node) && next !== undefined) parts.push(node.items.indexOf(next));
    if (isMap(node) && next !== undefined) parts.push(keyText(next as Pair<Node, Node | null>) ?? '');
  });
  return pointerTo('', ...parts);
}

/** The keys and indexes that lead to the key starting at this offset. */
function pathAt(root: ParsedNode | null, offset: number): readonly (string | number)[] {
  let found: readonly (string | number)[] = [];
  const search = (node: unknown, path: readonly (string | number)[]): void => {
    if (isSeq(node)) node.items.forEach((item, index) => search(item, [...path, index]));
    if (!isMap(node)) return;
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const here = [...path, keyText(pair) ?? ''];
      if (startOf(pair.key) === offset) found = here;
      search(pair.value, here);
    }
  };
  search(root, []);
  return found;
}
