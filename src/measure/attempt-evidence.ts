/** An attempt that was sent and whose outcome is known: did any reply come? */
export interface AttemptEvidence {
  /** Scheduled send, milliseconds since the epoch. */
  readonly timeMs: number;
  readonly kind: 'canary' | 'resolver';
  /** Which canary or resolver. */
  readonly party: string;
  readonly gotReply: boolean;
}

/** An attempt without an outcome yet. */
export interface AwaitedAttempt {
  readonly timeMs: number;
  readonly party: string;
}
