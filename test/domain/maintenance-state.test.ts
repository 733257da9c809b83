import { describe, expect, it } from 'vitest';

import { maintenanceEndMs, maintenanceState, wasCalledOff } from '../../src/domain/maintenance-state.js';

const times = (cancelledAtMs: number | null) => ({ fromMs: 100, toMs: 200, cancelledAtMs });

describe('maintenanceState()', () => {
  it.each([
    [99, 'scheduled'],
    [100, 'in_progress'],
    [199, 'in_progress'],
    [200, 'completed'],
  ])('at %i is %s', (nowMs, state) => {
    expect(maintenanceState(times(null), nowMs)).toBe(state);
    expect(maintenanceState(times(50), nowMs)).toBe('cancelled');
  });
});

describe('wasCalledOff()', () => {
  it('tells what never was from what ended early', () => {
    expect([null, 50, 100, 101].map((atMs) => wasCalledOff(times(atMs)))).toEqual([false, true, true, false]);
  });
});

describe('maintenanceEndMs()', () => {
  it('ends early what was cancelled while it ran', () => {
    expect([null, 50, 150, 250].map((atMs) => maintenanceEndMs(times(atMs)))).toEqual([200, 100, 150, 200]);
  });
});
