import { describe, expect, it } from 'vitest';

import type { BurnRateEvidence, NoDataEvidence } from '../../../src/domain/alert-evidence.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import { explainTransition } from '../../../src/judge/alert/explain-transition.js';
import { FAST_BURN } from '../../support/slo-samples.js';

const AT_MS = Date.parse('2026-11-20T12:00:00Z');

function burning(changes: Partial<BurnRateEvidence> = {}): BurnRateEvidence {
  const long = { good: 3537, valid: 3600 };
  const short = { good: 240, valid: 300 };
  return {
    rule: FAST_BURN,
    from: 'ok',
    to: 'firing',
    atMs: AT_MS,
    heldMs: null,
    unit: { kind: 'attempts' },
    long: { lengthMs: HOUR_MS, counted: long, attempts: long, burnRate: 17.5 },
    short: { lengthMs: 5 * MINUTE_MS, counted: short, attempts: short, burnRate: 200 },
    thresholdUs: null,
    failures: [
      { resolver: 'ns2', outcome: 'timeout', rcode: null, isRcodeSampled: false, count: 52 },
      { resolver: 'ns1', outcome: 'wrong_rcode', rcode: 'SERVFAIL', isRcodeSampled: false, count: 11 },
    ],
    periodText: '28d',
    consumed: 0.061,
    exhaustsAtMs: Date.parse('2026-12-03T14:00:20Z'),
    ...changes,
  };
}

function silent(changes: Partial<NoDataEvidence> = {}): NoDataEvidence {
  return {
    rule: { kind: 'no-data', name: 'no-data', severity: 'ticket', afterMs: 10 * MINUTE_MS },
    from: 'ok',
    to: 'firing',
    atMs: AT_MS,
    heldMs: null,
    lastHeardMs: AT_MS - 11 * MINUTE_MS,
    lastHeard: { good: 58, valid: 60 },
    proberErrors: 0,
    ...changes,
  };
}

const WITHIN = { lengthMs: HOUR_MS, burnRate: 5, attempts: { good: 900, valid: 1000 } };

describe('explainTransition()', () => {
  it('says of an alert that fires what failed where, how fast that burns, and until when the budget lasts', () => {
    expect(explainTransition(burning())).toBe(
      '63 of 3,600 attempts failed in 1 h: 52 timeouts at ns2, 11 SERVFAIL at ns1: 17.5 × the budget rate, 200 × over the last 5 m (fires above 13.44), 6.1 % of the 28d budget gone; at this rate it is spent on 3 Dec 14:00 UTC',
    );
  });

  it.each([
    [{ exhaustsAtMs: null }, 'budget gone; at this rate it lasts'],
    [{ exhaustsAtMs: null, consumed: 1.123 }, ', 112.3 % of the 28d budget gone'],
    [{ exhaustsAtMs: Date.parse('2027-01-01T00:00:00Z') }, 'spent on 1 Jan 2027 00:00 UTC'],
    [{ rule: { ...FAST_BURN, threshold: 2, orEqual: true } }, '(fires from 2 on)'],
    [{ rule: { ...FAST_BURN, threshold: 0.933333333333 } }, '(fires above 0.9333)'],
    [{ from: 'pending', heldMs: 600_000 } as const, '(fires above 13.44), for 10 m now, 6.1 %'],
    [{ from: 'pending', heldMs: null } as const, '(fires above 13.44), 6.1 %'],
    [{ from: 'ok', heldMs: 600_000 } as const, '(fires above 13.44), 6.1 %'],
  ])('says so when %j', (changes, text) => {
    expect(explainTransition(burning(changes))).toContain(text);
  });

  it('ends with the budget gone once it is overspent, whatever the rate', () => {
    expect(explainTransition(burning({ consumed: 1, exhaustsAtMs: null }))).toMatch(/100 % of the 28d budget gone$/);
  });

  it('says of a pending alert for how long it must hold', () => {
    const rule = { ...FAST_BURN, afterMs: 15 * MINUTE_MS };
    expect(
      explainTransition(burning({ rule, to: 'pending', failures: null, consumed: 0.061, exhaustsAtMs: null })),
    ).toBe(
      '63 of 3,600 attempts failed in 1 h: 17.5 × the budget rate, 200 × over the last 5 m (fires above 13.44), 6.1 % of the 28d budget gone; at this rate it lasts; it fires if this holds for 15 m',
    );
  });

  it('leaves out what could not be read', () => {
    expect(explainTransition(burning({ failures: null }))).toContain('failed in 1 h: 17.5 ×');
    expect(explainTransition(burning({ failures: [] }))).toContain('failed in 1 h: 17.5 ×');
    expect(explainTransition(burning({ consumed: null }))).toMatch(/\(fires above 13.44\)$/);
  });

  it('names four groups, and counts the others', () => {
    const group = { rcode: null, isRcodeSampled: false, resolver: 'ns1' } as const;
    const failures = [
      { ...group, outcome: 'timeout', count: 1_200 },
      { ...group, outcome: 'wrong_rcode', count: 900, rcode: 'REFUSED', isRcodeSampled: true },
      { ...group, outcome: 'network_error', count: 3 },
      { ...group, outcome: 'answered', count: 2 },
      { ...group, outcome: 'tls_error', count: 1 },
      { ...group, outcome: 'malformed', count: 1 },
    ] as const;
    expect(explainTransition(burning({ failures, thresholdUs: 20_000 }))).toContain(
      ': 1,200 timeouts at ns1, 900 wrong rcodes at ns1 (lately REFUSED), 3 network errors at ns1, 2 answers slower than 20ms at ns1, 2 others: ',
    );
  });

  it('tells slices and the attempts behind them', () => {
    const long = { ...WITHIN, counted: { good: 48, valid: 60 } };
    const slices = { kind: 'slices', widthMs: MINUTE_MS } as const;
    expect(explainTransition(burning({ unit: { ...slices, target: 0.9 }, long }))).toMatch(
      /^12 of 60 slices of 1m were bad \(100 of 1,000 attempts failed\) in 1 h: /,
    );
    const ratios = { ...WITHIN, counted: { good: 59.1, valid: 60 } };
    expect(explainTransition(burning({ unit: { ...slices, target: null }, long: ratios }))).toMatch(
      /^60 slices of 1m were 98.5 % good on average \(100 of 1,000 attempts failed\) in 1 h: /,
    );
  });

  it('says of slices without data that there are none, not how good they were', () => {
    const long = { ...WITHIN, counted: { good: 0, valid: 0 } };
    expect(explainTransition(burning({ unit: { kind: 'series' }, long }))).toMatch(
      /^series by the minute were without data \(/,
    );
  });

  it.each([
    ['series', 'series by the minute were 80 % good on average (100 of 1,000'],
    ['votes', '12 of 60 minutes of resolvers were down by vote of the vantages (100 of 1,000'],
    ['needed answers', '12 of 60 answers that were needed did not come (100 of 1,000'],
  ] as const)('tells what counts with %s', (kind, text) => {
    const long = { ...WITHIN, counted: { good: 48, valid: 60 } };
    expect(explainTransition(burning({ unit: { kind }, long }))).toContain(text);
  });

  it('says why an alert resolves: the window that is quiet first', () => {
    const counted = { good: 299, valid: 300 };
    const short = { lengthMs: 5 * MINUTE_MS, counted, attempts: counted, burnRate: 3.3333 };
    const resolved = { from: 'firing', to: 'ok', heldMs: 72 * MINUTE_MS, failures: [], short } as const;
    expect(explainTransition(burning(resolved))).toBe(
      'only 1 of 300 attempts failed in the last 5 m: 3.33 × the budget rate, 17.5 × over 1 h (fires above 13.44, in both); it fired for 1 h 12 m, 6.1 % of the 28d budget gone',
    );
  });

  it('names the long window where that is the quiet one', () => {
    const counted = { good: 3599, valid: 3600 };
    const long = { lengthMs: HOUR_MS, counted, attempts: counted, burnRate: 0.2778 };
    expect(explainTransition(burning({ from: 'firing', to: 'ok', long }))).toMatch(
      /^only 1 of 3,600 attempts failed in the last 1 h: 0.278 × the budget rate, 200 × over 5 m/,
    );
  });

  it('calls a window without data unknown, never quiet', () => {
    const [short, long] = [
      { ...burning().short, burnRate: null },
      { ...burning().long, burnRate: 1 },
    ];
    expect(explainTransition(burning({ from: 'firing', to: 'ok', short, long }))).toMatch(
      /in the last 1 h: 1 × the budget rate, unknown times over 5 m \(fires above 13.44, in both\), 6.1 % of the 28d budget gone$/,
    );
  });

  it('takes a rate that equals the threshold for quiet, but where reaching it is enough', () => {
    const short = { ...burning().short, burnRate: 13.44 };
    const to = { from: 'firing', to: 'ok' } as const;
    expect(explainTransition(burning({ ...to, short }))).toContain('in the last 5 m: 13.44 ×');
    const rule = { ...FAST_BURN, orEqual: true };
    expect(explainTransition(burning({ ...to, short, rule }))).toContain('in the last 1 h: 17.5 ×');
    const slower = { ...short, burnRate: 13.4 };
    expect(explainTransition(burning({ ...to, short: slower, rule }))).toContain('in the last 5 m: 13.4 ×');
  });

  it('says of a pending alert that ends for how long it had held', () => {
    const rule = { ...FAST_BURN, afterMs: 15 * MINUTE_MS };
    expect(explainTransition(burning({ rule, from: 'pending', to: 'ok', heldMs: 4 * MINUTE_MS }))).toContain(
      '; it had held for 4 m of the 15 m after which it fires',
    );
  });

  it.each([
    [59_800, '; it had held for 59 s of the 2 m after which it fires'],
    [119_800, '; it had held for 1 m 59 s of the 2 m after which it fires'],
    [2 * MINUTE_MS, '; it was pending for 2 m, '],
    [35 * MINUTE_MS, '; it was pending for 35 m, '],
  ])('never says that it had held for all of that: %d ms', (heldMs, text) => {
    const rule = { ...FAST_BURN, afterMs: 2 * MINUTE_MS };
    expect(explainTransition(burning({ rule, from: 'pending', to: 'ok', heldMs }))).toContain(text);
  });

  it.each([
    [0.93345, 5, '0.9335 × the budget rate, 5 × over the last 5 m (fires above 0.9333)'],
    [0.933334, 0.95, '0.933334 × the budget rate, 0.95 × over the last 5 m (fires above 0.933333)'],
    [17, 0.93345, '17 × the budget rate, 0.9335 × over the last 5 m (fires above 0.9333)'],
  ])('shows of rates %d and %d that they are above the limit', (long, short, text) => {
    const changes = {
      rule: { ...FAST_BURN, threshold: 0.933333333333 },
      long: { ...burning().long, burnRate: long },
      short: { ...burning().short, burnRate: short },
    };
    expect(explainTransition(burning(changes))).toContain(text);
  });

  it('shows of a rate just below the limit that it is', () => {
    const rule = { ...FAST_BURN, threshold: 0.933333333333 };
    const short = { ...burning().short, burnRate: 0.93332 };
    expect(explainTransition(burning({ from: 'firing', to: 'ok', rule, short }))).toContain(
      'in the last 5 m: 0.93332 × the budget rate, 17.5 × over 1 h (fires above 0.93333, in both)',
    );
  });

  it('says of missing data how long, what was heard last, and that nothing is known', () => {
    expect(explainTransition(silent())).toBe(
      'no valid attempt for 10 m (fires after 10 m), last heard at 20 Nov 11:49 UTC (2 of 60 attempts failed); since then nothing is known, neither good nor bad',
    );
  });

  it('says how many attempts since were lost by our own fault', () => {
    expect(explainTransition(silent({ proberErrors: 1200 }))).toContain(
      '; 1,200 attempts since could not be made by our own fault; ',
    );
  });

  it('says so when nothing was ever heard', () => {
    expect(explainTransition(silent({ lastHeardMs: null, lastHeard: { good: 0, valid: 0 } }))).toBe(
      'no valid attempt in the whole window (fires after 10 m); since then nothing is known, neither good nor bad',
    );
  });

  it('leaves out of missing data what could not be read', () => {
    expect(explainTransition(silent({ lastHeard: null, proberErrors: null }))).toBe(
      'no valid attempt for 10 m (fires after 10 m), last heard at 20 Nov 11:49 UTC; since then nothing is known, neither good nor bad',
    );
  });

  it('says that data came again, and that the time without them stays unknown', () => {
    const again = { from: 'firing', to: 'ok', heldMs: 2 * DAY_MS, lastHeardMs: AT_MS } as const;
    expect(explainTransition(silent(again))).toBe(
      'valid attempts again (20 Nov 12:00 UTC); it fired for 2 d; of the time without any nothing is known, it counts neither as good nor as bad',
    );
    expect(explainTransition(silent({ ...again, heldMs: null, lastHeardMs: null }))).toMatch(
      /^valid attempts again; of the time without any/,
    );
  });
});
