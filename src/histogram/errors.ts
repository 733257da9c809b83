/** Bytes that are no histogram of ours. */
export class HistogramError extends Error {
  readonly code = 'HISTOGRAM_CORRUPT';

  constructor(found: string) {
    super(`reading a histogram: bytes written by RttHistogram.toBytes() are required, found ${found}`);
    this.name = 'HistogramError';
  }
}
