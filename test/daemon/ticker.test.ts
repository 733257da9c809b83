import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { startTicker } from '../../src/daemon/ticker.js';
import type { Log } from '../../src/domain/log.js';

const lines: string[] = [];

function write(level: string): Log['info'] {
  return (fields: unknown, message?: string) => {
    const { err, failedMeanwhile = 0 } = fields as { err?: Error; failedMeanwhile?: number };
    lines.push([level, err?.message ?? message, String(failedMeanwhile)].join(' '));
  };
}

const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };

describe('startTicker()', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    lines.length = 0;
  });
  afterEach(() => vi.useRealTimers());

  it('tells the first failure at once, the same one once a minute, another one at once, and the end', async () => {
    let failure: string | null = 'disk full';
    const tick = (): Promise<void> => (failure === null ? Promise.resolve() : Promise.reject(new Error(failure)));
    const ticker = startTicker('judge', 1_000, tick, log, () => Date.now());
    await vi.advanceTimersByTimeAsync(59_500);
    expect(lines).toEqual(['error disk full 0']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lines).toEqual(['error disk full 0', 'error disk full 59']);
    failure = 'no permission';
    await vi.advanceTimersByTimeAsync(1_000);
    expect(lines.at(-1)).toBe('error no permission 8');
    failure = null;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(lines.slice(3)).toEqual(['info the periodic task succeeds again 0']);
    await ticker.stop();
  });

  it('never ticks twice at a time, and waits for the tick under way at its end', async () => {
    let running = 0;
    let most = 0;
    let finish: () => void = () => undefined;
    const ticker = startTicker(
      'judge',
      1_000,
      async () => {
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => (finish = resolve));
        running--;
      },
      log,
    );
    await vi.advanceTimersByTimeAsync(5_000);
    expect(most).toBe(1);
    const stopped = ticker.stop().then(() => running);
    finish();
    expect(await stopped).toBe(0);
  });
});
