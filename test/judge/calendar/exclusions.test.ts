import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import type { Correction, Maintenance } from '../../../src/domain/operator-action.js';
import { exclusionsOf, isInTime } from '../../../src/judge/calendar/exclusions.js';

const NOON_MS = Date.parse('2026-10-20T12:00:00Z');
const SLO = { name: 'availability', maintenance: 'exclude', maintenanceNoticeMs: DAY_MS } as const;

function maintenance(changes: Partial<Maintenance> = {}): Maintenance {
  return {
    id: 1,
    title: 'new release',
    message: null,
    fromMs: NOON_MS,
    toMs: NOON_MS + HOUR_MS,
    slos: [],
    recordedAtMs: NOON_MS - 2 * DAY_MS,
    recordedBy: 'ops',
    cancelledAtMs: null,
    cancelledBy: null,
    ...changes,
  };
}

function correction(changes: Partial<Correction> = {}): Correction {
  return {
    id: 7,
    slo: 'availability',
    fromMs: NOON_MS + HOUR_MS / 2,
    toMs: NOON_MS + 2 * HOUR_MS,
    kind: 'exclude',
    reason: 'the probe was wrong',
    recordedAtMs: NOON_MS + DAY_MS,
    recordedBy: 'ops',
    revokedAtMs: null,
    revokedBy: null,
    ...changes,
  };
}

function minutes(maintenances: readonly Maintenance[], corrections: readonly Correction[] = [], slo: object = {}) {
  return exclusionsOf({ ...SLO, ...slo }, { maintenances, corrections }).map(
    ({ fromMs, toMs, reason }) =>
      `${reason} ${String((fromMs - NOON_MS) / MINUTE_MS)}-${String((toMs - NOON_MS) / MINUTE_MS)}`,
  );
}

describe('exclusionsOf()', () => {
  it('takes out maintenance that was announced in time, where the policy says so', () => {
    expect(minutes([maintenance()])).toEqual(['maintenance 0-60']);
    expect(minutes([maintenance()], [], { maintenance: 'count' })).toEqual([]);
  });

  it('is one piece where one record lies over others', () => {
    const inner = correction({ id: 1, fromMs: NOON_MS + 5 * MINUTE_MS, toMs: NOON_MS + 8 * MINUTE_MS });
    const outer = correction({ id: 2, fromMs: NOON_MS, toMs: NOON_MS + 20 * MINUTE_MS });
    expect(minutes([], [inner, outer])).toEqual(['correction 0-20']);
    expect(minutes([], [outer, inner])).toEqual(['correction 0-5', 'correction 5-8', 'correction 8-20']);
  });

  it('is in order of time, in whatever order it was said', () => {
    const at = (id: number, minute: number) =>
      correction({ id, fromMs: NOON_MS + minute * MINUTE_MS, toMs: NOON_MS + (minute + 1) * MINUTE_MS });
    expect(minutes([], [at(1, 30), at(2, 10), at(3, 20)])).toEqual([
      'correction 10-11',
      'correction 20-21',
      'correction 30-31',
    ]);
  });

  it('counts time of maintenance announced too late, to the millisecond', () => {
    const inTime = maintenance({ recordedAtMs: NOON_MS - DAY_MS });
    const late = maintenance({ recordedAtMs: NOON_MS - DAY_MS + 1 });
    expect([isInTime(SLO, inTime), isInTime(SLO, late)]).toEqual([true, false]);
    expect(minutes([inTime])).toEqual(['maintenance 0-60']);
    expect(minutes([late])).toEqual([]);
    expect(minutes([late], [], { maintenanceNoticeMs: HOUR_MS })).toEqual(['maintenance 0-60']);
  });

  it('means the SLOs that are named, or all', () => {
    expect(minutes([maintenance({ slos: ['availability', 'other'] })])).toEqual(['maintenance 0-60']);
    expect(minutes([maintenance({ slos: ['other'] })])).toEqual([]);
  });

  it('ends cancelled maintenance when it was cancelled', () => {
    expect(minutes([maintenance({ cancelledAtMs: NOON_MS - 1 })])).toEqual([]);
    expect(minutes([maintenance({ cancelledAtMs: NOON_MS + 10 * MINUTE_MS + 1 })])).toEqual(['maintenance 0-10']);
    expect(minutes([maintenance({ cancelledAtMs: NOON_MS + DAY_MS })])).toEqual(['maintenance 0-60']);
  });

  it('leaves minutes that are only partly meant', () => {
    const odd = maintenance({ fromMs: NOON_MS + 1, toMs: NOON_MS + HOUR_MS - 1 });
    expect(minutes([odd])).toEqual(['maintenance 1-59']);
    expect(minutes([maintenance({ fromMs: NOON_MS + 1, toMs: NOON_MS + MINUTE_MS })])).toEqual([]);
  });

  it('unites maintenance that overlaps', () => {
    const next = { id: 2, fromMs: NOON_MS + HOUR_MS / 2, toMs: NOON_MS + 2 * HOUR_MS };
    const both = minutes([maintenance(), maintenance(next)]);
    expect(both).toEqual(['maintenance 0-30', 'maintenance 30-120']);
  });

  it('puts corrections over what was before, in the order of recording', () => {
    expect(minutes([maintenance()], [correction()])).toEqual(['maintenance 0-30', 'correction 30-120']);
    const restored = correction({ kind: 'restore', fromMs: NOON_MS + 10 * MINUTE_MS, toMs: NOON_MS + 40 * MINUTE_MS });
    expect(minutes([maintenance()], [correction(), restored])).toEqual(['maintenance 0-10', 'correction 40-120']);
    expect(minutes([maintenance()], [restored, correction()])).toEqual(['maintenance 0-10', 'correction 30-120']);
  });

  it('forgets corrections that were revoked, and those of other SLOs', () => {
    expect(minutes([], [correction({ revokedAtMs: NOON_MS + 2 * DAY_MS })])).toEqual([]);
    expect(minutes([], [correction({ slo: 'other' })])).toEqual([]);
    expect(minutes([], [correction({ toMs: NOON_MS })])).toEqual([]);
  });

  it('tells of each minute what was said of it last', () => {
    const window = fc.tuple(fc.nat(90), fc.integer({ min: 1, max: 40 })).map(([from, length]) => {
      return { fromMs: NOON_MS + from * MINUTE_MS, toMs: NOON_MS + (from + length) * MINUTE_MS };
    });
    const kind = fc.constantFrom('exclude' as const, 'restore' as const);
    const said = fc.tuple(
      fc.array(window, { maxLength: 12 }),
      fc.array(fc.record({ window, kind, isRevoked: fc.boolean() }), { maxLength: 12 }),
    );
    fc.assert(
      fc.property(said, ([works, corrected]) => {
        const maintenances = works.map((one, id) => maintenance({ ...one, id }));
        const corrections = corrected.map(({ window: one, kind: which, isRevoked }, id) =>
          correction({ ...one, kind: which, id, revokedAtMs: isRevoked ? NOON_MS : null }),
        );
        const found = exclusionsOf(SLO, { maintenances, corrections });
        expect(found.every(({ fromMs }, i) => fromMs >= (found[i - 1]?.toMs ?? -Infinity))).toBe(true);
        for (let ms = NOON_MS; ms < NOON_MS + 140 * MINUTE_MS; ms += MINUTE_MS) {
          const holding = found.find(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
          expect(holding === undefined ? null : { reason: holding.reason, id: holding.id }).toEqual(
            lastSaid(maintenances, corrections, ms),
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});

function lastSaid(maintenances: readonly Maintenance[], corrections: readonly Correction[], ms: number) {
  const holds = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) => fromMs <= ms && ms < toMs;
  const last = corrections.filter((one) => one.revokedAtMs === null && holds(one)).at(-1);
  if (last !== undefined) return last.kind === 'restore' ? null : { reason: 'correction', id: last.id };
  const work = maintenances.filter(holds).at(-1);
  return work === undefined ? null : { reason: 'maintenance', id: work.id };
}
