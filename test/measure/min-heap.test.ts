import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MinHeap } from '../../src/measure/min-heap.js';

describe('MinHeap', () => {
  it('hands out what was put in, smallest first, however pushes and pops alternate', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: -50, max: 50 }))), (steps) => {
        const heap = new MinHeap<number>();
        const model: number[] = [];
        for (const step of steps) {
          if (step === null) expect(heap.pop()).toBe(model.shift());
          else {
            heap.push(step, step);
            model.push(step);
            model.sort((a, b) => a - b);
          }
          expect(heap.first()).toBe(model[0]);
          expect(heap.firstKey()).toBe(model[0] ?? Infinity);
          expect(heap.size).toBe(model.length);
        }
      }),
    );
  });

  it('finds a new place for the first item', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.array(fc.nat(100)), (keys, delays) => {
        const heap = new MinHeap<string>();
        for (const key of keys) heap.push(key, 'item');
        const model = keys.toSorted((a, b) => a - b);
        for (const delay of delays) {
          model[0] = (model[0] ?? 0) + delay;
          heap.rekeyFirst(model[0]);
          model.sort((a, b) => a - b);
          expect(heap.firstKey()).toBe(model[0]);
        }
        for (const key of model) {
          expect(heap.firstKey()).toBe(key);
          heap.pop();
        }
      }),
    );
  });

  it('keeps the item with its key', () => {
    const heap = new MinHeap<string>();
    heap.push(2, 'b');
    heap.push(1, 'a');
    heap.push(3, 'c');
    heap.rekeyFirst(4);
    expect([heap.pop(), heap.pop(), heap.pop(), heap.pop()]).toEqual(['b', 'c', 'a', undefined]);
  });
});
