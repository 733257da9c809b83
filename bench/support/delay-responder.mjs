// Starts the responder with a known delay, and holds what it did against what we measured.
import { fork } from 'node:child_process';

import { CountTable } from './count-table.mjs';
import { freePort } from './programs.mjs';

/** The name that tells the responder which series asks. */
export const numberedName = (number) => `q${String(number)}.example.org`;

/** With `isFavoured` it goes before everything else on the machine, where that is allowed. */
export async function startDelayResponder({ delayMs, isFavoured }) {
  const port = await freePort();
  const child = fork(new URL('delay-child.mjs', import.meta.url), [JSON.stringify({ port, delayMs, isFavoured })]);
  const next = () =>
    new Promise((resolve, reject) => {
      const ended = (code) => reject(new Error(`the delaying responder ended with ${String(code)}`));
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message);
      });
    });
  await next();
  return {
    port,
    /** `[number, wall time of receipt in ms, delay in ms]` of each reply since it was asked last. */
    replies: async () => {
      const answer = next();
      child.send('replies');
      return (await answer).replies;
    },
    stop: () => child.disconnect(),
  };
}

/**
 * Our round-trip time less the delay that the responder really made, for each attempt: what is left
 * is the way over loopback, both ways, and our error. An attempt's query came to the responder soon
 * after its slot, and long before the series' next.
 */
export function errorsUs(attempts, replies, everyMs) {
  const bySlot = new Map(replies.map(([number]) => [number, []]));
  for (const [number, atMs, delayMs] of replies) bySlot.get(number).push({ atMs, delayMs });
  const errors = new CountTable();
  const delays = new CountTable();
  let unmatched = 0;
  for (const [, query, slotMs, rttUs] of attempts) {
    const candidates = bySlot.get(Number(query.slice(1))) ?? [];
    const reply = candidates[indexFrom(candidates, slotMs - EARLIEST_MS)];
    const isOurs = reply !== undefined && reply.atMs < slotMs - EARLIEST_MS + everyMs && !Number.isNaN(rttUs);
    if (!isOurs) unmatched++;
    else {
      errors.add(Math.abs(rttUs - reply.delayMs * 1e3));
      delays.add(reply.delayMs * 1e3);
    }
  }
  return { errors, delays, unmatched };
}

/** The schedule may be a little behind the wall clock. */
const EARLIEST_MS = 5;

/** Of replies in order of time, the first that came at `fromMs` or later. */
function indexFrom(replies, fromMs) {
  let [low, high] = [0, replies.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (replies[middle].atMs < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
