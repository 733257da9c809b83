import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Fragments kept at most: three for each of several hundred SLOs. */
const MAX_FRAGMENTS = 2_000;

/** Stands in HTML for a fragment; nothing that users write gets there as a comment. */
const MARK = /<!--fragment (\d+)-->/;

interface Fragment {
  readonly value: unknown;
  /** As they are sent, one after the other. */
  readonly pieces: readonly Buffer[];
}

/**
 * Keeps the parts of a language's pages that seldom change: of a card only some figures do every second, while
 * its ninety bars and its chart are nearly all of the work. They are kept as bytes: in a document a mark stands for each of
 * them, so that what is large is neither put together nor encoded anew for every change.
 */
export class FragmentCache {
  readonly #maxFragments: number;
  /** In order of last use. */
  readonly #bySlot = new Map<string, Fragment>();
  /** What marks stand for, until the document that they are in is put together. */
  readonly #marked: Fragment[] = [];

  constructor(maxFragments = MAX_FRAGMENTS) {
    this.#maxFragments = maxFragments;
  }

  /**
   * A mark, valid in the next document (or fragment) that is rendered, for the HTML in this slot: made anew where
   * `value`, which holds all that it depends on, is not the same as when it was made.
   */
  html<T>(slot: string, value: T, render: () => VNode, isSame: (a: T, b: T) => boolean = Object.is): string {
    const known = this.#bySlot.get(slot);
    // A slot is always asked for with values of one type.
    const fragment =
      known !== undefined && isSame(known.value as T, value) ? known : { value, pieces: this.#pieces(render()) };
    this.#bySlot.delete(slot);
    this.#bySlot.set(slot, fragment);
    this.#dropOldest();
    return `<!--fragment ${String(this.#marked.push(fragment) - 1)}-->`;
  }

  /** The bytes of a whole document, marks replaced; ends the marks given for it. */
  document(document: VNode): Buffer {
    const pieces = this.#pieces(document, '<!doctype html>');
    this.#marked.length = 0;
    return Buffer.concat(pieces);
  }

  #pieces(node: VNode, before = ''): readonly Buffer[] {
    // Text and numbers of marks in turn.
    const parts = (before + renderToString(node)).split(MARK);
    return parts.flatMap((part, i) => {
      if (i % 2 === 0) return part === '' ? [] : [Buffer.from(part, 'utf8')];
      return this.#marked[Number(part)]?.pieces ?? [];
    });
  }

  #dropOldest(): void {
    if (this.#bySlot.size <= this.#maxFragments) return;
    const oldest = this.#bySlot.keys().next();
    if (oldest.done !== true) this.#bySlot.delete(oldest.value);
  }
}
