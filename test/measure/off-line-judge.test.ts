import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LONGEST_HOLD_MS, OffLineJudge, type OffLineParties } from '../../src/measure/off-line-judge.js';

interface Event {
  readonly timeMs: number;
  readonly party: string;
  readonly gotReply: boolean;
}

const PARTIES: OffLineParties = { canaries: ['c1', 'c2'], resolvers: ['r1', 'r2'] };

/** `c1@5` failed at 5; `r1@6+` got a reply at 6. */
function events(script: string): Event[] {
  return script.split(' ').map((text) => {
    const [, party = '', time, reply] = /^(\w+)@(\d+)(\+?)$/.exec(text) ?? [];
    return { timeMs: Number(time), party, gotReply: reply === '+' };
  });
}

function add(judge: OffLineJudge<string>, event: Event): void {
  const isCanary = event.party.startsWith('c');
  const kind = isCanary ? 'canary' : 'resolver';
  judge.add({ ...event, kind }, isCanary || event.gotReply ? null : nameOf(event));
}

function nameOf({ party, timeMs }: Event): string {
  return `${party}@${String(timeMs)}`;
}

/** The attempts found to have been off line, once everything is known. */
function offLine(script: string, parties = PARTIES): string[] {
  const judge = new OffLineJudge<string>(parties);
  for (const event of events(script)) add(judge, event);
  const judged = [...judge.advance(Infinity, 0), ...judge.finish()];
  expect(judged.length).toBe(events(script).filter((event) => event.party.startsWith('r') && !event.gotReply).length);
  return judged.filter(({ wasOffLine }) => wasOffLine).map(({ attempt }) => attempt);
}

describe('OffLineJudge', () => {
  it('takes out what failed between failed canaries while everybody failed', () => {
    expect(offLine('r1@0+ c1@1 r1@2 r2@3 c2@4 r1@5 c1@6 r2@7+')).toEqual(['r1@2', 'r2@3', 'r1@5']);
  });

  it('keeps what lies outside the first and the last failed canary', () => {
    expect(offLine('c1@0+ r1@1 c1@2 r1@3 r2@4 c2@5 r1@6 c1@7+')).toEqual(['r1@3', 'r2@4']);
  });

  it('is not off line while anybody gets a reply, a canary or a resolver', () => {
    expect(offLine('c1@1 r1@2 c2@3+ r2@4 c1@5 c2@6')).toEqual([]);
    expect(offLine('c1@1 r1@2 c2@3 r2@4+ c1@5 r1@6 c2@7')).toEqual([]);
  });

  it('is not off line unless every canary failed', () => {
    expect(offLine('c1@1 r1@2 r2@3 c1@4 c1@5')).toEqual([]);
  });

  it('is not off line unless every resolver failed within the interval', () => {
    expect(offLine('c1@1 r1@2 c2@3 r1@4 c1@5')).toEqual([]);
    expect(offLine('r2@0 c1@1 r1@2 c2@3 r1@4 c1@5')).toEqual([]);
    expect(offLine('c1@1 r1@2 c2@3 r2@4')).toEqual([]);
  });

  it('needs no resolver that is asked too rarely', () => {
    expect(offLine('c1@1 r1@2 r9@3 c2@4', { canaries: ['c1', 'c2'], resolvers: ['r1'] })).toEqual(['r1@2', 'r9@3']);
  });

  it('gives the verdict as soon as it is certain, not at the end of the outage', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    for (const event of events('c1@1 r1@2 r2@3 c2@4')) add(judge, event);
    expect(judge.advance(4, 100)).toEqual([]);
    expect(judge.oldestHeldMs()).toBe(2);
    expect(judge.advance(5, 100)).toEqual([
      { attempt: 'r1@2', wasOffLine: true },
      { attempt: 'r2@3', wasOffLine: true },
    ]);
    expect(judge.oldestHeldMs()).toBe(Infinity);
    for (const event of events('r1@5 c1@6')) add(judge, event);
    expect(judge.advance(7, 100)).toEqual([{ attempt: 'r1@5', wasOffLine: true }]);
  });

  it('waits for attempts in flight: one of them may yet get its reply', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    for (const event of events('c1@1 r1@2 r2@3 c2@6')) add(judge, event);
    expect(judge.advance(4, 100)).toEqual([]);
    add(judge, { timeMs: 4, party: 'r2', gotReply: true });
    expect(judge.advance(7, 100).map(({ wasOffLine }) => wasOffLine)).toEqual([false, false]);
  });

  it('holds nothing longer than its bound, though the verdict is still open', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    for (const event of events('c1@1 r1@2 c2@3 r1@9000')) add(judge, event);
    expect(judge.advance(Infinity, LONGEST_HOLD_MS)).toEqual([]);
    expect(judge.advance(Infinity, LONGEST_HOLD_MS + 2)).toEqual([{ attempt: 'r1@2', wasOffLine: false }]);
    expect(judge.oldestHeldMs()).toBe(9_000);
    expect(judge.finish()).toEqual([{ attempt: 'r1@9000', wasOffLine: false }]);
  });

  it('holds nothing longer than its bound because something else is in flight', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    add(judge, { timeMs: 10, party: 'r1', gotReply: false });
    expect(judge.advance(5, LONGEST_HOLD_MS + 9)).toEqual([]);
    expect(judge.advance(5, LONGEST_HOLD_MS + 10)).toEqual([{ attempt: 'r1@10', wasOffLine: false }]);
    expect(judge.oldestHeldMs()).toBe(Infinity);
  });

  it('agrees with the definition read literally, however events come in and whenever it is asked', () => {
    const rarely = fc.record({
      party: fc.constantFrom('c1', 'c2', 'r1', 'r2', 'r9'),
      gotReply: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    });
    fc.assert(
      fc.property(fc.array(rarely, { maxLength: 40 }), fc.array(fc.nat(40)), (raw, order) => {
        const all = raw.map((entry, index) => ({ ...entry, timeMs: index }));
        const judge = new OffLineJudge<string>(PARTIES);
        const judged = shuffledInto(judge, all, order);
        expect(
          judged
            .filter(({ wasOffLine }) => wasOffLine)
            .map(({ attempt }) => attempt)
            .sort(),
        ).toEqual(literally(all).sort());
        expect(judged.length).toBe(all.filter((one) => one.party.startsWith('r') && !one.gotReply).length);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Adds events in a shuffled order, asking for verdicts up to the oldest one that is missing. */
function shuffledInto(
  judge: OffLineJudge<string>,
  all: readonly Event[],
  order: readonly number[],
): { attempt: string; wasOffLine: boolean }[] {
  const missing = [...all];
  const judged: { attempt: string; wasOffLine: boolean }[] = [];
  for (let i = 0; missing.length > 0; i++) {
    const [next] = missing.splice((order[i % (order.length || 1)] ?? 0) % missing.length, 1);
    add(judge, next!);
    judged.push(...judge.advance(Math.min(Infinity, ...missing.map(({ timeMs }) => timeMs)), 0));
  }
  return [...judged, ...judge.finish()];
}

/** Between two replies: from the first failed canary to the last, if everybody failed in there. */
function literally(all: readonly Event[]): string[] {
  const silences: Event[][] = [[]];
  for (const event of all) {
    if (event.gotReply) silences.push([]);
    else silences.at(-1)!.push(event);
  }
  return silences.flatMap((silence) => {
    const canaries = silence.filter(({ party }) => party.startsWith('c')).map(({ timeMs }) => timeMs);
    const inside = silence.filter(({ timeMs }) => timeMs >= Math.min(...canaries) && timeMs <= Math.max(...canaries));
    const failed = new Set(inside.map(({ party }) => party));
    const isOffLine = [...PARTIES.canaries, ...PARTIES.resolvers].every((party) => failed.has(party));
    return isOffLine ? inside.filter(({ party }) => party.startsWith('r')).map(nameOf) : [];
  });
}
