import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Outcome } from '../../src/domain/outcome.js';
import { sampleExpectation, samplePlan, sampleProbe, sampleQuery, sampleResolver } from '../support/dns-samples.js';
import { HOSTILE_UDP, startHostileUdp, TCP_HOSTILITIES, TRUE_ADDRESS } from '../support/hostile-udp.js';
import { startProberProcess, type ProberProcess } from '../support/prober-process.js';

/** What a responder does, and what docs/reference/outcomes.md says of it. */
interface Case {
  readonly does: keyof typeof HOSTILE_UDP;
  /** When it was asked again over TCP. */
  readonly overTcp?: keyof typeof TCP_HOSTILITIES;
  readonly outcome: Outcome;
  /** Suspicious datagrams for each query. */
  readonly suspicious: number;
  /** Sent by somebody else: connected sockets, as those of Node.js are, never get it. */
  readonly byStranger?: true;
}

const CASES: readonly Case[] = [
  { does: 'another id', outcome: 'timeout', suspicious: 1 },
  { does: 'another id, then the truth', outcome: 'answered', suspicious: 1 },
  { does: 'a flood of guessed ids, then the truth', outcome: 'answered', suspicious: 50 },
  { does: 'another question', outcome: 'timeout', suspicious: 1 },
  { does: 'another question, then the truth', outcome: 'answered', suspicious: 1 },
  { does: 'the question itself', outcome: 'timeout', suspicious: 1 },
  { does: 'another opcode', outcome: 'timeout', suspicious: 1 },
  { does: 'another port', outcome: 'timeout', suspicious: 1, byStranger: true },
  { does: 'another port, then the truth', outcome: 'answered', suspicious: 1, byStranger: true },
  { does: 'another address', outcome: 'timeout', suspicious: 1, byStranger: true },
  { does: 'another address, then the truth', outcome: 'answered', suspicious: 1, byStranger: true },
  { does: 'the truth three times', outcome: 'answered', suspicious: 0 },
  { does: 'the truth, too late', outcome: 'timeout', suspicious: 0 },
  { does: 'nothing', outcome: 'timeout', suspicious: 0 },
  { does: 'an empty datagram', outcome: 'malformed', suspicious: 0 },
  { does: 'a single byte', outcome: 'malformed', suspicious: 0 },
  { does: 'a header cut short', outcome: 'malformed', suspicious: 0 },
  { does: 'garbage', outcome: 'timeout', suspicious: 1 },
  { does: 'garbage under the right id', outcome: 'timeout', suspicious: 1 },
  { does: 'a message cut short', outcome: 'malformed', suspicious: 0 },
  { does: 'bytes behind the end', outcome: 'malformed', suspicious: 0 },
  { does: 'records that are not there', outcome: 'malformed', suspicious: 0 },
  { does: 'a name that points at itself', outcome: 'malformed', suspicious: 0 },
  { does: 'a question in circles', outcome: 'timeout', suspicious: 1 },
  { does: 'two questions', outcome: 'malformed', suspicious: 0 },
  { does: 'more than was allowed', outcome: 'wrong_answer', suspicious: 0 },
  { does: 'FORMERR without a question', outcome: 'wrong_rcode', suspicious: 0 },
  { does: 'NOERROR without a question', outcome: 'timeout', suspicious: 1 },
  { does: 'BADVERS', outcome: 'wrong_rcode', suspicious: 0 },
  { does: 'SERVFAIL', outcome: 'wrong_rcode', suspicious: 0 },
  { does: 'truncation', overTcp: 'the truth', outcome: 'answered', suspicious: 0 },
  { does: 'truncation', overTcp: 'the truth, truncated', outcome: 'wrong_answer', suspicious: 0 },
  { does: 'truncation', overTcp: 'nothing', outcome: 'timeout', suspicious: 0 },
  { does: 'truncation', overTcp: 'the end', outcome: 'network_error', suspicious: 0 },
  { does: 'truncation', outcome: 'network_error', suspicious: 0 },
];

/** Attempts that are waited for: each of 16 source ports is used twice and more. */
const ENOUGH = 40;
/** A socket comes round again within one timeout, so that what comes late meets the next attempt on it. */
const OFTEN = { schedule: { kind: 'every', everyMs: 10 } } as const;
const SHORT_MS = 180;
const LONG_MS = 3_000;

describe.each(['kernel', 'node'] as const)('a hostile UDP responder, by sockets of %s', (sockets) => {
  let prober: ProberProcess;

  beforeAll(async () => {
    prober = await startProberProcess();
  }, 60_000);

  afterAll(() => prober.close());

  it.each(CASES)(
    '$does ($overTcp over TCP) is $outcome',
    async ({ does, overTcp, outcome, suspicious: told, byStranger = false }) => {
      const suspicious = byStranger && sockets !== 'kernel' ? 0 : told;
      const responder = await startHostileUdp(HOSTILE_UDP[does], overTcp && TCP_HOSTILITIES[overTcp]);
      const timeoutMs = outcome === 'timeout' ? SHORT_MS : LONG_MS;
      const measurement = prober.start(planFor(responder.port, timeoutMs), sockets);
      const { measured, problems } = measurement;
      await measurement.until(() => measured.valid('ns1').length >= ENOUGH);
      const leftOpen = await measurement.stop();
      const asked = responder.asked();
      await responder.close();

      expect(measured.validOutcomes('ns1')).toEqual([outcome]);
      expect(measured.valid('ns1').length).toBe(asked.udp);
      expect(asked.tcp).toBe(overTcp === undefined ? 0 : asked.udp);
      expect(measured.suspicious).toBeLessThanOrEqual(suspicious * asked.udp);
      // An id that was given out before is taken for late: one in some thousand guesses.
      expect(measured.suspicious).toBeGreaterThanOrEqual(Math.floor(0.9 * suspicious * asked.udp));
      expect(measured.receiveClock).toBe(sockets === 'kernel' ? 'kernel' : 'user');
      expectEvidence();
      expect(leftOpen).toEqual([]);
      expect(problems).toEqual([]);

      function expectEvidence(): void {
        for (const { series, bytes, byteCount } of measured.failures.filter((each) => each.outcome === outcome)) {
          const hasReply =
            // The truncated reply is kept where nothing came over TCP.
            does === 'truncation' || ['malformed', 'wrong_rcode', 'wrong_answer'].includes(outcome);
          expect([series.resolver, bytes !== null, byteCount !== null]).toEqual(['ns1', hasReply, hasReply]);
        }
        expect(measured.failures.length > 0).toBe(outcome !== 'answered');
      }
    },
    60_000,
  );
});

function planFor(port: number, timeoutMs: number): ReturnType<typeof samplePlan> {
  const resolvers = [sampleResolver({ port, maxQps: 1_000 })];
  const queries = [sampleQuery({ expect: sampleExpectation({ answers: [TRUE_ADDRESS] }) })];
  return samplePlan({ probes: [sampleProbe({ ...OFTEN, timeoutMs, resolvers, queries })] });
}
