import type { Series } from '../../domain/series.js';
import type { SlotSequence } from '../slot-sequence.js';
import type { StubPlan } from '../stub/stub-resolution.js';
import type { RateLimit } from './rate-limit.js';
import type { MakeRequest } from './request-maker.js';

/** What is asked again and again. */
export type ScheduledTarget = SeriesTarget | StubTarget | CanaryTarget;

interface Scheduled {
  /** Unique; with the schedule it decides whether a target of a new plan is one of the old. */
  readonly key: string;
  readonly slots: SlotSequence;
  /** Equal texts mean equal slots. */
  readonly scheduleText: string;
  /** Where in the round of source ports its first attempt goes. */
  readonly firstTurn: number;
  /** Whose reply or silence an attempt is evidence of; of a stub, the resolver it asks first. */
  readonly party: string;
}

/** One resolver, one query. */
export interface SeriesTarget extends Scheduled {
  readonly kind: 'series';
  readonly series: Series;
  readonly request: MakeRequest;
  /** Each must allow a send. */
  readonly limits: readonly RateLimit[];
}

/** One query as a client asks it that knows all the resolvers. */
export interface StubTarget extends Scheduled {
  readonly kind: 'stub';
  readonly series: Series;
  readonly plan: StubPlan;
}

/** Its attempts are evidence, not results. */
export interface CanaryTarget extends Scheduled {
  readonly kind: 'canary';
  readonly series: null;
  readonly request: MakeRequest;
}
