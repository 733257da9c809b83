/** A binary heap that hands out the item with the smallest key first. */
export class MinHeap<T> {
  readonly #keys: number[] = [];
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The smallest key; `Infinity` while empty. */
  firstKey(): number {
    return this.#keys[0] ?? Infinity;
  }

  first(): T | undefined {
    return this.#items[0];
  }

  push(key: number, item: T): void {
    this.#keys.push(key);
    this.#items.push(item);
    this.#rise(key, item);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    const key = this.#keys.pop();
    const item = this.#items.pop();
    if (key !== undefined && item !== undefined && this.#items.length > 0) this.#sink(key, item);
    return first;
  }

  /** Gives the first item another key. */
  rekeyFirst(key: number): void {
    const first = this.#items[0];
    if (first !== undefined) this.#sink(key, first);
  }

  clear(): void {
    this.#keys.length = 0;
    this.#items.length = 0;
  }

  // Keys are handed from place to place in local variables: a number that a function returns is an
  // object of its own to V8, and dozens of them for each step would keep its collector busy.

  /** Into the last place, and up from there. */
  #rise(key: number, item: T): void {
    const keys = this.#keys;
    const items = this.#items;
    let index = items.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const parentKey = keys[parent] ?? -Infinity;
      if (parentKey <= key) break;
      keys[index] = parentKey;
      items[index] = items[parent] as T;
      index = parent;
    }
    keys[index] = key;
    items[index] = item;
  }

  /** Into the first place, and down from there. */
  #sink(key: number, item: T): void {
    const keys = this.#keys;
    const items = this.#items;
    const size = items.length;
    let index = 0;
    for (let child = 1; child < size; child = 2 * index + 1) {
      const right = child + 1;
      if (right < size && (keys[right] ?? Infinity) < (keys[child] ?? Infinity)) child = right;
      const childKey = keys[child] ?? Infinity;
      if (childKey >= key) break;
      keys[index] = childKey;
      items[index] = items[child] as T;
      index = child;
    }
    keys[index] = key;
    items[index] = item;
  }
}
