import type { StubStep } from '../../domain/failure-evidence.js';
import type { StubDefinition } from '../../domain/probe-definition.js';
import type { AttemptEnd, AttemptRequest, OnAttemptEnd } from '../attempt.js';
import type { RateLimit } from '../plan/rate-limit.js';

/** A resolver in a stub's list. */
export interface StubResolver {
  readonly name: string;
  /** Whose reply or silence a query to it is evidence of. */
  readonly party: string;
  /** Time in milliseconds since the epoch. */
  readonly request: (timeMs: number, timeoutMs: number) => AttemptRequest;
  readonly limits: readonly RateLimit[];
}

export interface StubPlan {
  readonly definition: StubDefinition;
  /** In the order of the configuration; never empty. */
  readonly resolvers: readonly [StubResolver, ...StubResolver[]];
}

/** Sends one query of a stub and tells what became of it. */
export type AskResolver = (resolver: StubResolver, timeoutMs: number, onEnd: OnAttemptEnd) => void;

/** What a client saw in the end. */
export interface StubEnd extends AttemptEnd {
  readonly steps: readonly StubStep[];
}
