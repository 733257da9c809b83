import type { Asker } from '../asker.js';
import { type AttemptEnd, type AttemptRequest, failedEnd, thrownEnd } from '../attempt.js';
import type { RateLimit } from '../plan/rate-limit.js';
import { type OnQueryEnd, resolveAsStub, type StubEnd, type StubPlan, type StubQuery } from './stub-resolution.js';

/** Carries out what stubs want asked. */
export interface StubCallerDeps {
  readonly ask: Asker['ask'];
  readonly monotonicMs: () => number;
  /** The first of these limits that allows no more now. */
  readonly exceeded: (limits: readonly RateLimit[]) => RateLimit | null;
  /** A query later than this after it became due is not sent. */
  readonly latestMs: number;
}

/** One resolution. Times are monotonic milliseconds. */
export interface StubCall {
  readonly plan: StubPlan;
  readonly request: AttemptRequest;
  readonly turn: number;
  readonly dueAtMs: number;
  /** This party is asked now. */
  readonly onAsked: (party: string, dueAtMs: number) => void;
  /** What became of that; before the resolution goes on. */
  readonly onQueryEnd: (party: string, dueAtMs: number, end: AttemptEnd) => void;
  readonly onEnd: (end: StubEnd) => void;
}

/** Resolves as a stub, with real queries: each takes from its resolver's limits and tells what it is evidence of. */
export function callAsStub(deps: StubCallerDeps, call: StubCall): void {
  let dueAtMs: number | null = null;
  const ask = (query: StubQuery, onEnd: OnQueryEnd): void => {
    // The first is due with the resolution, the others as soon as the one before has ended.
    dueAtMs = dueAtMs === null ? call.dueAtMs : deps.monotonicMs();
    askOne(deps, call, { ...query, dueAtMs }, onEnd);
  };
  resolveAsStub(call.plan, call.turn, ask, call.onEnd);
}

function askOne(
  deps: StubCallerDeps,
  call: StubCall,
  { resolver, pass, timeoutMs, dueAtMs }: StubQuery & { readonly dueAtMs: number },
  onEnd: OnQueryEnd,
): void {
  const { party, route } = resolver;
  call.onAsked(party, dueAtMs);
  const ended = (end: AttemptEnd): void => {
    call.onQueryEnd(party, dueAtMs, end);
    onEnd(end, elapsedUs(end, timeoutMs, deps.monotonicMs()));
  };
  const limit = deps.exceeded(resolver.limits);
  if (limit !== null) return ended(overLimit(limit));
  // Each pass goes by another source port, as a client's does.
  const sending = { turn: call.turn + pass, sendByMs: dueAtMs + deps.latestMs };
  try {
    deps.ask({ ...call.request, route, timeoutMs }, sending, ended);
  } catch (error) {
    ended(thrownEnd(error));
  }
}

/** How long a client waits for this end: as long as the reply took, or the whole wait, however late we look. */
function elapsedUs({ rttUs, outcome, sentAtMs, refusedAtMs }: AttemptEnd, timeoutMs: number, nowMs: number): number {
  if (rttUs !== null) return rttUs;
  if (outcome === 'timeout') return Math.round(timeoutMs * 1e3);
  return sentAtMs === null ? 0 : Math.round(Math.min(timeoutMs, Math.max(0, (refusedAtMs ?? nowMs) - sentAtMs)) * 1e3);
}

/** Nothing may make us attack a resolver or a zone: what goes beyond its limit is our fault. */
export function overLimit({ name, qps }: RateLimit): AttemptEnd {
  return failedEnd('prober_error', null, { detail: `more than ${String(qps)} queries a second for ${name}` });
}
