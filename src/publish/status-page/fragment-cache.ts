import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Fragments kept at most: two for each of a thousand SLOs. */
const MAX_FRAGMENTS = 2_000;

/**
 * Keeps the HTML of the parts of a page that seldom change: of a card only some figures do every
 * second, while its ninety bars and its chart are nearly all of the work.
 */
export class FragmentCache {
  readonly #bySlot = new Map<string, { readonly key: string; readonly html: string }>();

  readonly #byValue = new Map<string, { readonly value: object; readonly html: string }>();

  /** The HTML in this slot; made anew when `key`, which must hold all that it depends on, has changed. */
  html(slot: string, key: string, render: () => VNode): string {
    const known = this.#bySlot.get(slot);
    if (known?.key === key) return known.html;
    const html = renderToString(render());
    this.#bySlot.delete(slot);
    this.#bySlot.set(slot, { key, html });
    this.#dropOldest();
    return html;
  }

  /** The same for what depends on one value only, which never changes: made anew for another. */
  htmlOf(slot: string, value: object, render: () => VNode): string {
    const known = this.#byValue.get(slot);
    if (known?.value === value) return known.html;
    const html = renderToString(render());
    this.#byValue.set(slot, { value, html });
    if (this.#byValue.size > MAX_FRAGMENTS) this.#byValue.clear();
    return html;
  }

  #dropOldest(): void {
    if (this.#bySlot.size <= MAX_FRAGMENTS) return;
    const oldest = this.#bySlot.keys().next();
    if (oldest.done !== true) this.#bySlot.delete(oldest.value);
  }
}
