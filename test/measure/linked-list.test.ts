import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LinkedList, type Linked } from '../../src/measure/linked-list.js';

interface Item extends Linked<Item> {
  readonly name: number;
}

const item = (name: number): Item => ({ name, list: null, before: null, after: null });

describe('LinkedList', () => {
  it('keeps its order, whoever leaves it', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat())), (steps) => {
        const list = new LinkedList<Item>();
        let model: Item[] = [];
        steps.forEach((step, name) => {
          const leaving = step === null ? undefined : model[step % Math.max(1, model.length)];
          if (leaving === undefined) {
            const added = item(name);
            list.append(added);
            model.push(added);
          } else {
            expect(list.remove(leaving)).toBe(true);
            model = model.filter((other) => other !== leaving);
          }
          expect([...list].map(({ name }) => name)).toEqual(model.map(({ name }) => name));
          expect([list.size, list.first]).toEqual([model.length, model[0] ?? null]);
        });
      }),
    );
  });

  it('is not left twice, nor a list that one is not in', () => {
    const [list, other, one] = [new LinkedList<Item>(), new LinkedList<Item>(), item(1)];
    list.append(one);
    expect(other.remove(one)).toBe(false);
    expect(list.remove(one)).toBe(true);
    expect(list.remove(one)).toBe(false);
    expect(list.size).toBe(0);
  });
});
