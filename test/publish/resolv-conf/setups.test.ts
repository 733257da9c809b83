import { describe, expect, it } from 'vitest';

import type { MeasuredStub } from '../../../src/domain/measured-probe.js';
import { setupRows } from '../../../src/publish/resolv-conf/setups.js';
import type { StubRow } from '../../../src/publish/resolv-conf/stub-rows.js';

function row(stub: Partial<MeasuredStub>): StubRow {
  return {
    probe: 'public',
    stub: { name: 'stub', resolvers: 2, attempts: 2, timeoutMs: 5_000, rotate: false, deadlineMs: null, ...stub },
    slos: [{ name: 'clients', displayName: 'Clients' }],
    ...{ valid: 1, answered: 1, answeredSoon: 1, times: null, sinceMs: null },
  };
}

const told = (rows: readonly StubRow[]) =>
  setupRows(rows).map(({ setup, options, measured }) => [setup, options, measured?.stub.name ?? null]);

describe('setupRows()', () => {
  it('has the three that are compared in any case, measured or not', () => {
    expect(told([])).toEqual([
      ['one', 'options timeout:5 attempts:2', null],
      ['defaults', 'options timeout:5 attempts:2', null],
      ['tuned', 'options timeout:1 attempts:3 rotate', null],
    ]);
  });

  it('knows each by its options and by how many resolvers are in its list, not by its name', () => {
    const tuned = row({ name: 'stub-a', timeoutMs: 1_000, attempts: 3, rotate: true });
    expect(told([tuned, row({ name: 'stub-b', resolvers: 1 }), row({ name: 'stub-c', resolvers: 3 })])).toEqual([
      ['one', 'options timeout:5 attempts:2', 'stub-b'],
      ['defaults', 'options timeout:5 attempts:2', 'stub-c'],
      ['tuned', 'options timeout:1 attempts:3 rotate', 'stub-a'],
    ]);
  });

  it('shows others after them: other options, one resolver with short timeouts, one that gives up early', () => {
    const others = [
      row({ name: 'stub-a', timeoutMs: 2_000 }),
      row({ name: 'stub-b', resolvers: 1, timeoutMs: 1_000, attempts: 3, rotate: true }),
      row({ name: 'stub-c', deadlineMs: 3_000 }),
    ];
    expect(told(others).slice(3)).toEqual([
      [null, 'options timeout:2 attempts:2', 'stub-a'],
      [null, 'options timeout:1 attempts:3 rotate', 'stub-b'],
      [null, 'options timeout:5 attempts:2', 'stub-c'],
    ]);
    expect(
      told(others)
        .slice(0, 3)
        .every(([, , measured]) => measured === null),
    ).toBe(true);
  });
});
