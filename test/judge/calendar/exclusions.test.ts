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
    const both = minutes([maintenance(), maintenance({ fromMs: NOON_MS + HOUR_MS / 2, toMs: NOON_MS + 2 * HOUR_MS })]);
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
});
