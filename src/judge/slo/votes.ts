/** Votes on addresses by the minute, and how many of them had too few voters to come to a verdict. */
export interface Votes {
  readonly all: number;
  readonly inconclusive: number;
}

/** Share of votes that came to a verdict: what is inconclusive is not known. 1 where nobody voted. */
export function conclusiveShare({ all, inconclusive }: Votes): number {
  return all === 0 ? 1 : (all - inconclusive) / all;
}
