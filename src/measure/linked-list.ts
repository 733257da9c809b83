/** What stands in a list; its links belong to the list. */
export interface Linked<T extends Linked<T>> {
  list: LinkedList<T> | null;
  before: T | null;
  after: T | null;
}

/**
 * A list that its items leave by themselves, from anywhere in it. Unlike a `Set` it leaves nothing
 * behind for the garbage collector, however many come and go.
 */
export class LinkedList<T extends Linked<T>> {
  #first: T | null = null;
  #last: T | null = null;
  #size = 0;

  get first(): T | null {
    return this.#first;
  }

  get size(): number {
    return this.#size;
  }

  /** Throws for an item that stands in a list already. */
  append(item: T): void {
    if (item.list !== null) throw new RangeError('append to a list: an item in no list is required');
    item.list = this;
    item.before = this.#last;
    if (this.#last === null) this.#first = item;
    else this.#last.after = item;
    this.#last = item;
    this.#size++;
  }

  /** Whether it stood in this list. */
  remove(item: T): boolean {
    if (item.list !== this) return false;
    if (item.before === null) this.#first = item.after;
    else item.before.after = item.after;
    if (item.after === null) this.#last = item.before;
    else item.after.before = item.before;
    item.list = null;
    item.before = null;
    item.after = null;
    this.#size--;
    return true;
  }

  /** First to last. */
  *[Symbol.iterator](): Generator<T> {
    for (let item = this.#first; item !== null; item = item.after) yield item;
  }
}
