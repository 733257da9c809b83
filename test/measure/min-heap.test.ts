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
          expect(heap.firstKey()).toBe(model[0] ?? Infinity);
          expect(heap.size).toBe(model.length);
        }
      }),
    );
  });
});
