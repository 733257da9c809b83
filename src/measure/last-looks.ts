import type { DeadlineQueue } from './deadline-queue.js';

/** A look reads at most 32 datagrams of a socket; more looks than this serve only a flood. */
const MAX_LOOKS = 64;

/**
 * Looks at a socket again after a deadline has passed, until a look finds nothing new: what came in
 * time but is seen late must not become a timeout. `reads` counts what was read from the socket so
 * far; `onEmpty` is called once, whatever became of the attempt meanwhile.
 */
export function afterLastLooks(deadlines: DeadlineQueue, reads: () => number, onEmpty: () => void): void {
  const look = (looks: number, readsBefore: number): void => {
    const isEmpty = looks > 0 && reads() === readsBefore;
    if (isEmpty || looks >= MAX_LOOKS) return onEmpty();
    const readsNow = reads();
    deadlines.afterPoll(() => look(looks + 1, readsNow));
  };
  look(0, 0);
}
