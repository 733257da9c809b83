import { describe, expect, it } from 'vitest';

import type { StubDefinition } from '../../src/domain/probe-definition.js';
import { lookUpsOf, resolutionsOf } from '../../src/lab/made-up-resolutions.js';
import { PLAIN_RESOLVER, type LabResolver, type PastFault } from '../../src/lab/scenario.js';
import { seededRandom } from '../../src/lab/seeded-random.js';
import { sampleProbe, sampleQuery } from '../support/dns-samples.js';

const MINUTE_MS = 60_000;

/** A resolver that takes 10 ms for each reply. */
function resolver(name: string): LabResolver {
  const after10Ms = { medianUs: 10_000, sigma: 0, minUs: 0 };
  return { name, listen: null, ...PLAIN_RESOLVER, latency: { hit: after10Ms, miss: after10Ms } };
}

function fault(effect: PastFault['effect'], resolvers: readonly string[] | null, probability = 1): PastFault {
  return { effect, resolvers, probability, qnames: null, daysAgo: 1, atMs: 0, forMs: MINUTE_MS };
}

/** What came of 60 look-ups. */
function resolutions(stub: Partial<StubDefinition>, faults: readonly PastFault[], names = ['ns1', 'ns2']) {
  const definition = { name: 'stub', attempts: 2, timeoutMs: 5_000, rotate: false, deadlineMs: null, ...stub };
  const member = {
    series: { vantage: 'lab', probe: 'public', resolver: 'stub', query: 'www' },
    probe: sampleProbe(),
    query: sampleQuery(),
    resolvers: names.map(resolver),
    lookUps: lookUpsOf(definition, names.length),
  };
  return resolutionsOf(member, { faults, startMs: 0, random: seededRandom(1) }, MINUTE_MS);
}

const answered = (rttUs: number, count = 60) => ({ outcome: 'answered', rttUs, rcode: 'NOERROR', count });

describe('resolutionsOf()', () => {
  it('is content with the first resolver while that is well', () => {
    expect(resolutions({}, [])).toEqual([answered(10_000)]);
  });

  it('waits as glibc does for a resolver that is silent, then asks the next', () => {
    expect(resolutions({}, [fault({ kind: 'silent' }, ['ns1'])])).toEqual([answered(5_010_000)]);
  });

  it('waits in vain where it knows no other: twice five seconds, and no reply', () => {
    expect(resolutions({}, [fault({ kind: 'silent' }, ['ns1'])], ['ns1'])).toEqual([{ outcome: 'timeout', count: 60 }]);
  });

  it('begins with another resolver each time, where it takes turns', () => {
    const tuned = { timeoutMs: 1_000, attempts: 3, rotate: true };
    expect(resolutions(tuned, [fault({ kind: 'silent' }, ['ns1'])])).toEqual([
      answered(1_010_000, 30),
      answered(10_000, 30),
    ]);
  });

  it('goes on after SERVFAIL, and tells the last reply if nobody has an answer', () => {
    const servfail = { kind: 'rcode', rcode: 'SERVFAIL' } as const;
    expect(resolutions({}, [fault(servfail, ['ns1'])])).toEqual([answered(20_000)]);
    expect(resolutions({}, [fault(servfail, null)])).toEqual([
      { outcome: 'wrong_rcode', rttUs: 40_000, rcode: 'SERVFAIL', count: 60 },
    ]);
  });

  it('takes NXDOMAIN and a wrong answer for the answer', () => {
    expect(resolutions({}, [fault({ kind: 'rcode', rcode: 'NXDOMAIN' }, ['ns1'])])).toMatchObject([
      { outcome: 'wrong_rcode', rttUs: 10_000 },
    ]);
    expect(resolutions({}, [fault({ kind: 'wrong-answer' }, ['ns1'])])).toMatchObject([
      { outcome: 'wrong_answer', rttUs: 10_000 },
    ]);
  });

  it('gives up at its deadline', () => {
    expect(resolutions({ deadlineMs: 3_000 }, [fault({ kind: 'silent' }, ['ns1'])])).toEqual([
      { outcome: 'timeout', count: 60 },
    ]);
  });

  it('loses no look-up, however faults fall together', () => {
    const some = resolutions({ rotate: true }, [
      fault({ kind: 'drop' }, ['ns1'], 0.5),
      fault({ kind: 'wrong-answer' }, null, 0.2),
      fault({ kind: 'rcode', rcode: 'REFUSED' }, ['ns2'], 0.3),
    ]);
    expect(some.reduce((sum, { count }) => sum + count, 0)).toBe(60);
    expect(new Set(some.map(({ outcome }) => outcome))).toEqual(new Set(['answered', 'wrong_answer', 'wrong_rcode']));
  });

  it('knows nothing where nothing is known of a resolver in its list', () => {
    expect(resolutions({}, [fault({ kind: 'no-data' }, ['ns2'])])).toEqual([]);
    expect(resolutions({}, [fault({ kind: 'no-data' }, ['ns3'])])).toHaveLength(1);
  });
});
