/** When something on a stream was seen, and how long it had lain there. */
export interface Sight {
  /** Monotonic milliseconds. */
  readonly seenAtMs: number;
  /** Time in the socket, in the kernel's ticks; `null` if the kernel does not tell. */
  readonly waitedMs: number | null;
}

/** The kernel counts time since the last data in ticks of up to 10 ms: less would only blur the RTT. */
const KERNEL_TICK_MS = 10;

/** How much of the time since `sinceMs` went by because we were late to look. */
export function latenessMs({ seenAtMs, waitedMs }: Sight, sinceMs: number): number {
  if (waitedMs === null || waitedMs < KERNEL_TICK_MS) return 0;
  return Math.max(0, Math.min(waitedMs, seenAtMs - sinceMs));
}

/** Whether it came after a deadline; what came we do not know when may have been there in time. */
export function isPast({ seenAtMs, waitedMs }: Sight, deadlineMs: number): boolean {
  return waitedMs !== null && seenAtMs - waitedMs > deadlineMs;
}
