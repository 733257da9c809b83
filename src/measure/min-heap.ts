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
    this.#rise(this.#items.length - 1);
  }

  pop(): T | undefined {
    const last = this.#items.length - 1;
    if (last < 0) return undefined;
    this.#swap(0, last);
    this.#keys.pop();
    const first = this.#items.pop();
    this.#sink(0);
    return first;
  }

  clear(): void {
    this.#keys.length = 0;
    this.#items.length = 0;
  }

  #rise(start: number): void {
    for (let index = start; index > 0;) {
      const parent = (index - 1) >> 1;
      if (this.#key(parent) <= this.#key(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  #sink(start: number): void {
    for (let index = start; ;) {
      const left = 2 * index + 1;
      const smaller = this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      if (this.#key(smaller) >= this.#key(index)) return;
      this.#swap(smaller, index);
      index = smaller;
    }
  }

  #key(index: number): number {
    return this.#keys[index] ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const key = this.#key(a);
    this.#keys[a] = this.#key(b);
    this.#keys[b] = key;
    const item = this.#items[a] as T;
    this.#items[a] = this.#items[b] as T;
    this.#items[b] = item;
  }
}
