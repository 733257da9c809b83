/** Replies on their way: each is sent once its delay is over, all are forgotten on `cancel`. */
export interface DelayedReplies {
  schedule(delayUs: number, send: () => void): void;
  cancel(): void;
}

/** Timers of Node are accurate to a millisecond, so delays are rounded to one; below half a millisecond there is none. */
export function createDelayedReplies(): DelayedReplies {
  const timers = new Set<NodeJS.Timeout>();
  return {
    schedule(delayUs, send) {
      const delayMs = Math.round(delayUs / 1e3);
      if (delayMs === 0) {
        send();
        return;
      }
      const timer = setTimeout(() => {
        timers.delete(timer);
        send();
      }, delayMs);
      timers.add(timer);
    },
    cancel() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
