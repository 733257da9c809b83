import type { AttemptBatch } from '../domain/attempt-batch.js';
import type { MeasurePlan } from '../domain/probe-definition.js';

/** What the main thread tells the prober's thread. */
export type ToProber =
  | { readonly type: 'plan'; readonly plan: MeasurePlan }
  /** With `drain`, attempts in flight are awaited up to their timeout; else those without an outcome are absent. */
  | { readonly type: 'stop'; readonly drain?: boolean };

/** What the prober's thread tells the main thread. The arrays of a batch are transferred. */
export type FromProber =
  | { readonly type: 'batch'; readonly batch: AttemptBatch }
  /** Answers to each plan, in order: it can be carried out, and is from now on; or it cannot, and the old one stays. */
  | { readonly type: 'planned' }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'problem'; readonly message: string }
  /** The last message: everything known has been handed over. */
  | { readonly type: 'stopped' };
