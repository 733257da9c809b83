import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AttemptRequest } from '../../../../src/measure/attempt.js';
import { cryptoRandom } from '../../../../src/measure/random-source.js';
import { UdpAttempt } from '../../../../src/measure/transport/udp/udp-attempt.js';
import { WaitingAttempts } from '../../../../src/measure/transport/udp/waiting-attempts.js';

function attempt(id: number): UdpAttempt {
  return new UdpAttempt({} as AttemptRequest, id, () => undefined, { onLate: () => undefined });
}

describe('WaitingAttempts', () => {
  it('finds each by its id, in the order in which ids were given, however many wait and for how long', () => {
    // Which to take away after each that is added; `null`: none.
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat()), { maxLength: 300 }), (steps) => {
        const waiting = new WaitingAttempts(cryptoRandom());
        let model: UdpAttempt[] = [];
        for (const step of steps) {
          const added = attempt(waiting.nextId());
          if (model.length % 3 === 0) expect(waiting.oldest()).toBe(model[0] ?? null);
          waiting.add(added);
          model.push(added);
          const leaving = step === null ? undefined : model[step % model.length];
          if (leaving !== undefined) {
            expect(waiting.delete(leaving)).toBe(true);
            expect(waiting.delete(leaving)).toBe(false);
            expect(waiting.get(leaving.id)).toBeNull();
            model = model.filter((other) => other !== leaving);
          }
        }
        expect(waiting.size).toBe(model.length);
        expect(waiting.oldest()).toBe(model[0] ?? null);
        expect(waiting.oldest(model[0] ?? null)).toBe(model[1] ?? null);
        expect(waiting.oldest(model[1] ?? null)).toBe(model[0] ?? null);
        expect(waiting.all().map(({ id }) => id)).toEqual(model.map(({ id }) => id));
        for (const kept of model) expect(waiting.get(kept.id)).toBe(kept);
      }),
    );
  });

  it('holds every id of a socket at once', () => {
    const waiting = new WaitingAttempts(cryptoRandom());
    const all = Array.from({ length: 0x1_0000 }, () => attempt(waiting.nextId()));
    for (const one of all) waiting.add(one);
    expect(all.every((one) => waiting.get(one.id) === one)).toBe(true);
    expect(waiting.isExhausted).toBe(true);
  });

  it('knows no id that it has not given, nor one given whose attempt does not wait', () => {
    const waiting = new WaitingAttempts(cryptoRandom());
    const one = attempt(waiting.nextId());
    const other = attempt(waiting.nextId());
    waiting.add(one);
    const known = Array.from({ length: 0x1_0000 }, (_, id) => id).filter((id) => waiting.get(id) !== null);
    expect(known).toEqual([one.id]);
    expect(waiting.delete(other)).toBe(false);
    expect(waiting.hasGiven(other.id)).toBe(true);
  });
});
