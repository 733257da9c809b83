/** When something on a stream was seen, and how long it had lain there. */
export interface Sight {
  /** Monotonic milliseconds. */
  readonly seenAtMs: number;
  /** Time in the socket, give or take a tick of the kernel; `null` if the kernel does not tell. */
  readonly waitedMs: number | null;
}

/**
 * The kernel counts time since the last data in ticks of up to 10 ms (`jiffies`): what came a moment
 * before a tick is told to have waited for a whole one.
 */
const KERNEL_TICK_MS = 10;

/**
 * How much of the time since `sinceMs` certainly went by because we were late to look. The kernel
 * tells the age of the last data only: where other data came after what is looked at, less is
 * certain. So it may show that something came early enough, and never that it came too late.
 */
export function latenessMs({ seenAtMs, waitedMs }: Sight, sinceMs: number): number {
  if (waitedMs === null) return 0;
  return Math.max(0, Math.min(waitedMs - KERNEL_TICK_MS, seenAtMs - sinceMs));
}
