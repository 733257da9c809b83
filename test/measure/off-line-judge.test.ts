import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LONGEST_HOLD_MS, OffLineJudge, type OffLineParties, type Outlook } from '../../src/measure/off-line-judge.js';

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

function isCanary({ party }: Event): boolean {
  return party.startsWith('c');
}

function add(judge: OffLineJudge<string>, event: Event): void {
  const kind = isCanary(event) ? 'canary' : 'resolver';
  judge.add({ ...event, kind }, isCanary(event) || event.gotReply ? null : nameOf(event));
}

/** All that is known at once: canaries were asked, and what became of everything. */
function addAll(judge: OffLineJudge<string>, script: string): void {
  for (const event of events(script)) {
    if (isCanary(event)) judge.canaryAsked(event.timeMs, event.party);
    add(judge, event);
  }
}

function nameOf({ party, timeMs }: Event): string {
  return `${party}@${String(timeMs)}`;
}

/** Everybody is asked again and again. */
function outlook(inFlight = '', parties: readonly string[] = [...PARTIES.canaries, ...PARTIES.resolvers]): Outlook {
  return {
    inFlight: inFlight === '' ? [] : events(inFlight),
    nextAsks: () => new Map(parties.map((party) => [party, 100])),
  };
}

/** The attempts found to have been off line, once everything is known. */
function offLine(script: string, parties = PARTIES): string[] {
  const judge = new OffLineJudge<string>(parties);
  addAll(judge, script);
  const judged = [...judge.advance(outlook(), 0), ...judge.finish([])];
  expect(judged.length).toBe(events(script).filter((event) => !isCanary(event) && !event.gotReply).length);
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

  it('is not off line while a resolver that is asked but rarely was not asked in the interval', () => {
    const parties = { canaries: ['c1'], resolvers: ['r1', 'r9'] };
    expect(offLine('c1@1 r1@2 c1@3', parties)).toEqual([]);
    expect(offLine('r9@0 c1@1 r1@2 c1@3', parties)).toEqual([]);
    expect(offLine('c1@1 r1@2 r9@3 c1@4', parties)).toEqual(['r1@2', 'r9@3']);
  });

  it('is never off line without anybody who could show it', () => {
    expect(offLine('c1@1 r1@2 c1@3', { canaries: ['c1'], resolvers: [] })).toEqual([]);
    expect(offLine('c1@1 r1@2 c1@3', { canaries: [], resolvers: ['r1'] })).toEqual([]);
  });

  it('gives the verdict as soon as it is certain, not at the end of the outage', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    addAll(judge, 'c1@1 r1@2 r2@3');
    judge.canaryAsked(4, 'c2');
    expect(judge.advance(outlook('c2@4'), 100)).toEqual([]);
    expect(judge.oldestHeldMs()).toBe(2);
    add(judge, { timeMs: 4, party: 'c2', gotReply: false });
    expect(judge.advance(outlook(), 100)).toEqual([
      { attempt: 'r1@2', wasOffLine: true },
      { attempt: 'r2@3', wasOffLine: true },
    ]);
    expect(judge.oldestHeldMs()).toBe(Infinity);
    addAll(judge, 'r1@5 c1@6');
    expect(judge.advance(outlook(), 100)).toEqual([{ attempt: 'r1@5', wasOffLine: true }]);
  });

  it('waits for attempts in flight: one of them may yet get its reply', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    addAll(judge, 'c1@1 r1@2 r2@3 c2@6');
    expect(judge.advance(outlook('r2@4'), 100)).toEqual([]);
    add(judge, { timeMs: 4, party: 'r2', gotReply: true });
    expect(judge.advance(outlook(), 100)).toEqual([
      { attempt: 'r1@2', wasOffLine: false },
      { attempt: 'r2@3', wasOffLine: false },
    ]);
  });

  it('does not wait for attempts in flight outside the interval', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    addAll(judge, 'c1@1 r1@2 r2@3 c2@6');
    expect(judge.advance(outlook('r2@0 r1@7'), 100).map(({ wasOffLine }) => wasOffLine)).toEqual([true, true]);
  });

  it('lets go at once of what failed after a canary that got its reply', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    addAll(judge, 'c1@1+ r1@2');
    expect(judge.advance(outlook('r2@0'), 100)).toEqual([{ attempt: 'r1@2', wasOffLine: false }]);
  });

  it('lets go of what failed before a reply if no canary lies between, whatever is in flight', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    addAll(judge, 'c1@1 r1@2');
    expect(judge.advance(outlook('r2@0'), 100)).toEqual([]);
    add(judge, { timeMs: 3, party: 'r2', gotReply: true });
    expect(judge.advance(outlook('r2@0'), 100)).toEqual([{ attempt: 'r1@2', wasOffLine: false }]);
  });

  it('lets go of what failed between two dead canaries once the third has got its replies around it', () => {
    const judge = new OffLineJudge<string>({ canaries: ['c1', 'c2', 'c3'], resolvers: ['r1'] });
    addAll(judge, 'c1@1+');
    judge.canaryAsked(2, 'c2');
    add(judge, { timeMs: 3, party: 'r1', gotReply: false });
    judge.canaryAsked(4, 'c3');
    const parties = ['c1', 'c2', 'c3', 'r1'];
    expect(judge.advance(outlook('c2@2 c3@4', parties), 100)).toEqual([]);
    addAll(judge, 'c1@5+');
    expect(judge.advance(outlook('c2@2 c3@4', parties), 100)).toEqual([{ attempt: 'r1@3', wasOffLine: false }]);
  });

  it('does not wait for a resolver whose turn comes too late to matter', () => {
    const judge = new OffLineJudge<string>({ canaries: ['c1'], resolvers: ['r1', 'r9'] });
    const inTime = { inFlight: [], nextAsks: () => new Map([['r9', LONGEST_HOLD_MS + 1]]) };
    const tooLate = { inFlight: [], nextAsks: () => new Map([['r9', LONGEST_HOLD_MS + 2]]) };
    addAll(judge, 'c1@1 r1@2 c1@3');
    expect(judge.advance(inTime, 100)).toEqual([]);
    expect(judge.advance(tooLate, 100)).toEqual([{ attempt: 'r1@2', wasOffLine: false }]);
  });

  it('takes a canary that was never sent for none at all', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    addAll(judge, 'c1@1 r1@2 r2@3');
    judge.canaryAsked(4, 'c2');
    judge.neverSent(4, 'c2');
    addAll(judge, 'c1@5');
    expect(judge.advance(outlook(), 100)).toEqual([]);
    addAll(judge, 'c2@6');
    expect(judge.advance(outlook(), 100).map(({ wasOffLine }) => wasOffLine)).toEqual([true, true]);
  });

  it('holds nothing longer than its bound, though the verdict is still open', () => {
    const judge = new OffLineJudge<string>(PARTIES);
    addAll(judge, 'c1@1 r1@2 c2@3 r1@9000');
    expect(judge.advance(outlook(), LONGEST_HOLD_MS)).toEqual([]);
    expect(judge.advance(outlook('c1@0'), LONGEST_HOLD_MS + 2)).toEqual([{ attempt: 'r1@2', wasOffLine: false }]);
    expect(judge.oldestHeldMs()).toBe(9_000);
    expect(judge.finish([])).toEqual([{ attempt: 'r1@9000', wasOffLine: false }]);
  });

  it('agrees with the definition read literally, at every moment, however events come in', () => {
    const rarely = fc.record({
      party: fc.constantFrom('c1', 'c2', 'r1', 'r2'),
      gotReply: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    });
    fc.assert(
      fc.property(fc.array(rarely, { maxLength: 40 }), fc.array(fc.nat(40)), (raw, order) => {
        const all = raw.map((entry, index) => ({ ...entry, timeMs: index }));
        const known = new Set<Event>();
        const verdicts = new Map<string, boolean>();
        const judge = new OffLineJudge<string>(PARTIES);
        for (const event of all.filter(isCanary)) judge.canaryAsked(event.timeMs, event.party);
        for (const event of shuffled(all, order)) {
          known.add(event);
          add(judge, event);
          const inFlight = all.filter((other) => !known.has(other));
          for (const { attempt, wasOffLine } of judge.advance({ ...outlook(), inFlight }, 0))
            verdicts.set(attempt, wasOffLine);
          expect(Object.fromEntries(verdicts)).toEqual(certainNow(all, known));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

function shuffled(all: readonly Event[], order: readonly number[]): Event[] {
  const missing = [...all];
  return all.flatMap((_, i) => missing.splice((order[i % (order.length || 1)] ?? 0) % missing.length, 1));
}

/** Verdicts on known failures that are the same if all that is still open gets a reply, and if none of it does. */
function certainNow(all: readonly Event[], known: ReadonlySet<Event>): Record<string, boolean> {
  const later = [...PARTIES.canaries, ...PARTIES.resolvers, ...PARTIES.canaries];
  const future = later.map((party, i) => ({ party, timeMs: 100 + i, gotReply: false }));
  const asIf = (gotReply: boolean): Set<string> =>
    new Set(literally([...all, ...future].map((event) => (known.has(event) ? event : { ...event, gotReply }))));
  const [atLeast, atMost] = [asIf(true), asIf(false)];
  const failed = [...known].filter((event) => !isCanary(event) && !event.gotReply).map(nameOf);
  const certain = failed.filter((name) => atLeast.has(name) || !atMost.has(name));
  return Object.fromEntries(certain.map((name) => [name, atLeast.has(name)]));
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
