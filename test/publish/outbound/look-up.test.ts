import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LookUp } from '../../../src/publish/outbound/look-up.js';
import type { LookUpResult } from '../../../src/publish/outbound/look-up-result.js';
import { VirtualTime } from '../../support/virtual-time.js';

const HOST = 'mackerel.example.org';
const FOUND: LookUpResult = { kind: 'found', addresses: ['127.0.0.2'] };

/** Somebody to ask who answers when the test says so. */
class SlowAsker {
  readonly asked: string[] = [];
  readonly #answers: ((result: LookUpResult) => void)[] = [];
  readonly ask = (host: string): Promise<LookUpResult> => {
    this.asked.push(host);
    return new Promise((resolve) => this.#answers.push(resolve));
  };
  answer(result: LookUpResult): void {
    this.#answers.shift()?.(result);
  }
}

const time = new VirtualTime(Date.UTC(2026, 9, 1));
let asker: SlowAsker;
let lookUp: LookUp;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  asker = new SlowAsker();
  lookUp = new LookUp({ ask: asker.ask, clock: time });
});
afterEach(() => vi.useRealTimers());

describe('LookUp.find()', () => {
  it.each(['127.0.0.2', '::1'])('asks nobody about the address %s', async (address) => {
    expect(await lookUp.find(address)).toEqual({ kind: 'found', addresses: [address] });
    expect(asker.asked).toEqual([]);
  });

  it('knows localhost, so that plain http to it cannot be led elsewhere', async () => {
    expect(await lookUp.find('localhost')).toEqual({ kind: 'found', addresses: ['127.0.0.1', '::1'] });
    expect(await lookUp.find('fake.localhost')).toMatchObject({ kind: 'found' });
    expect(asker.asked).toEqual([]);
  });

  it('fails after 3 s without an answer, and asks no second time meanwhile', async () => {
    const first = lookUp.find(HOST);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await first).toEqual({ kind: 'failed', cause: 'no answer within 3000 ms' });
    const second = lookUp.find(HOST);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await second).toMatchObject({ kind: 'failed' });
    expect(asker.asked).toEqual([HOST]);
  });

  it('gives an answer that came too late to the next one who wants it', async () => {
    const first = lookUp.find(HOST);
    await vi.advanceTimersByTimeAsync(3_000);
    await first;
    asker.answer(FOUND);
    await vi.advanceTimersByTimeAsync(0);
    expect(await lookUp.find(HOST)).toEqual(FOUND);
    expect(asker.asked).toHaveLength(1);
  });

  it('remembers addresses for half a minute', async () => {
    const first = lookUp.find(HOST);
    asker.answer(FOUND);
    await first;
    await time.advance(29_999);
    expect(await lookUp.find(HOST)).toEqual(FOUND);
    expect(asker.asked).toHaveLength(1);
    await time.advance(1);
    void lookUp.find(HOST);
    expect(asker.asked).toHaveLength(2);
  });

  it('remembers no failure', async () => {
    const first = lookUp.find(HOST);
    asker.answer({ kind: 'failed', cause: 'ENOTFOUND' });
    expect(await first).toEqual({ kind: 'failed', cause: 'ENOTFOUND' });
    const second = lookUp.find(HOST);
    asker.answer(FOUND);
    expect(await second).toEqual(FOUND);
  });

  it('does not let one host wait for another', async () => {
    void lookUp.find('dead.example.org');
    const other = lookUp.find(HOST);
    asker.answer({ kind: 'failed', cause: 'ETIMEOUT' });
    asker.answer(FOUND);
    expect(await other).toEqual(FOUND);
    expect(asker.asked).toEqual(['dead.example.org', HOST]);
  });
});

describe('LookUp.forget()', () => {
  it('makes the next one ask again', async () => {
    const first = lookUp.find(HOST);
    asker.answer(FOUND);
    await first;
    lookUp.forget(HOST);
    void lookUp.find(HOST);
    expect(asker.asked).toHaveLength(2);
  });
});
