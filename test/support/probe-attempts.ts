import type { Outcome } from '../../src/domain/outcome.js';
import type { AttemptResult } from '../../src/measure/attempt-result.js';

/** An attempt as `measure/` tells of it: answered in 100 µs unless said otherwise. */
export function sampleAttempt(changes: Partial<AttemptResult> = {}): AttemptResult {
  const { outcome = 'answered', rttUs = 100, scheduledAtMs = Date.UTC(2026, 9, 1) } = changes;
  return {
    index: 0,
    scheduledAtMs,
    outcome,
    rttUs,
    rcode: null,
    sendLagUs: 5,
    detail: null,
    localPort: 40_000,
    connection: null,
    reply: null,
    evidence: () => ({
      series: { vantage: 'here', probe: 'probe', resolver: 'ns1', query: 'probe' },
      outcome,
      scheduledAtMs,
      sentAtMs: scheduledAtMs,
      rttUs,
      transport: 'udp',
      peer: '192.0.2.53:53',
      localPort: 40_000,
      phase: null,
      qname: 'www.example.org.',
      qtype: 'A',
      detail: changes.detail ?? null,
      reply: null,
      bytes: null,
      byteCount: null,
      steps: null,
    }),
    ...changes,
  };
}

export function answeredIn(rttUs: number, changes: Partial<AttemptResult> = {}): AttemptResult {
  return sampleAttempt({ rttUs, ...changes });
}

export function failedAs(outcome: Outcome, changes: Partial<AttemptResult> = {}): AttemptResult {
  return sampleAttempt({ outcome, rttUs: null, ...changes });
}
