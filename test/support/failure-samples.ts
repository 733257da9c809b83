import type { FailureEvidence } from '../../src/domain/failure-evidence.js';
import type { FailureQuery } from '../../src/domain/failure-reader.js';
import type { FailuresToWrite } from '../../src/record/pending-failures.js';
import { seriesNamed } from './cell-samples.js';

/** A SERVFAIL of `ns1`, unless said otherwise. */
export function failureAt(scheduledAtMs: number, more: Partial<FailureEvidence> = {}): FailureEvidence {
  return {
    series: seriesNamed('ns1'),
    outcome: 'wrong_rcode',
    scheduledAtMs,
    sentAtMs: scheduledAtMs + 0.25,
    rttUs: 1234,
    transport: 'udp',
    peer: '192.0.2.53:53',
    localPort: 40_001,
    phase: null,
    qname: 'www.example.org.',
    qtype: 'A',
    detail: null,
    reply: {
      rcode: 'SERVFAIL',
      flags: ['rd', 'ra'],
      answerCount: 0,
      nsid: 'pop-3',
      ede: [{ code: 22, text: 'no reachable authority' }],
    },
    bytes: Buffer.from('1234818200010000', 'hex'),
    byteCount: 8,
    steps: null,
    ...more,
  };
}

/** A timeout: nothing came. */
export function timeoutAt(scheduledAtMs: number, more: Partial<FailureEvidence> = {}): FailureEvidence {
  const nothing = { rttUs: null, reply: null, bytes: null, byteCount: null };
  return failureAt(scheduledAtMs, { outcome: 'timeout', ...nothing, ...more });
}

export function failureQuery(more: Partial<FailureQuery> = {}): FailureQuery {
  const any = { vantage: null, probe: null, resolver: null, query: null, outcome: null, sinceMs: null };
  return { ...any, limit: 100, ...more };
}

/** To be written, and nothing else about failures. */
export function toKeep(failures: readonly FailureEvidence[]): FailuresToWrite {
  return { failures, losses: [] };
}
