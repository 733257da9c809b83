/** Bytes that are no histogram of ours. */
export class HistogramError extends Error {
  readonly code = 'HISTOGRAM_CORRUPT';

  constructor(found: string) {
    super(`reading a histogram: bytes written by RttHistogram.toBytes() are required, found ${found}`);
    this.name = 'HistogramError';
  }
}

/** Throws `HistogramError` for a histogram of more round-trips than there were. */
export function refuseMore(count: number, atMost: number): void {
  if (count > atMost) throw new HistogramError(`${String(count)} round-trips of ${String(atMost)} attempts`);
}
