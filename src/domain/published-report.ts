/** What a published figure was made of, so that it can be shown to be unchanged. */
export interface PublishedReport {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Key of the SLO's definition. */
  readonly slo: string;
  /** Of the inputs. */
  readonly digest: string;
  /** What JSON can hold. */
  readonly inputs: unknown;
  /** When it was first published; nobody can change that. */
  readonly publishedAtMs: number;
}

export type NewPublishedReport = Omit<PublishedReport, 'publishedAtMs'>;
