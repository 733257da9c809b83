import { describe, expect, it } from 'vitest';

import { readSituation, type SituationQuery } from '../../../src/app/situation/read-situation.js';
import { situationDeps } from '../../../src/daemon/history/situation-deps.js';
import { MINUTE_MS } from '../../../src/domain/clock.js';
import { burn, BURNING_SINCE_MS } from '../../support/burning-store.js';
import { eventSource, slo } from '../../support/slo-samples.js';
import { tempStore } from '../../support/temp-store.js';

const ONLY_NS2 = slo({
  name: 'ns2-only',
  indicator: {
    good: eventSource('answered', { resolver: ['ns2'] }),
    bad: null,
    total: eventSource('valid', { resolver: ['ns2'] }),
  },
});
const SLOS = [slo(), ONLY_NS2];
const WINDOW = { fromMs: BURNING_SINCE_MS - 30 * MINUTE_MS + 1, toMs: BURNING_SINCE_MS + 10 * MINUTE_MS - 1 };

async function situation(query: Partial<SituationQuery> = {}) {
  const store = tempStore({ clock: { nowMs: () => BURNING_SINCE_MS + 70 * MINUTE_MS } });
  await burn(store, SLOS[0]!);
  return readSituation(situationDeps(store, []), { slos: SLOS, subject: { kind: 'all' }, window: WINDOW, ...query });
}

describe('readSituation()', () => {
  it('tells of whole minutes what each resolver did, the worst first', async () => {
    const { window, resolvers } = await situation();
    expect(window).toEqual({ fromMs: BURNING_SINCE_MS - 30 * MINUTE_MS, toMs: BURNING_SINCE_MS + 10 * MINUTE_MS });
    // 40 minutes of ten attempts, in 24 of which five of ns1's were not answered.
    expect(resolvers).toMatchObject([
      { resolver: 'ns1', counts: { answered: 280, timeout: 96, wrong_rcode: 24 }, p99Us: null },
      { resolver: 'ns2', counts: { answered: 400, timeout: 0 }, p50Us: 1_040 },
    ]);
    expect(resolvers[0]!.p50Us).toBeGreaterThan(1_000);
  });

  it('tells the failures of the window, newest first, and not those after it', async () => {
    const { failures } = await situation();
    expect(failures.map(({ outcome, scheduledAtMs }) => [outcome, scheduledAtMs - BURNING_SINCE_MS])).toEqual([
      ['timeout', 5_000],
      ['wrong_rcode', -90_000],
    ]);
  });

  it('tells how SLOs stood at its end, why alerts fired, and what was changed', async () => {
    const { slos } = await situation();
    expect(slos.map(({ key }) => key)).toEqual(['availability', 'ns2-only']);
    const [first, second] = slos;
    expect(first!.status).toMatchObject({ good: 1_280, valid: 1_400 });
    expect(first!.alertChanges).toMatchObject([{ alert: 'fast-burn', to: 'firing', atMs: BURNING_SINCE_MS }]);
    expect(first!.changes).toMatchObject([{ joined: ['tokyo/public/ns2/www'] }]);
    expect([second!.status.sli, second!.alertChanges, second!.changes]).toEqual([1, [], []]);
  });

  it('keeps to an SLO, and to what it counts', async () => {
    const { slos, resolvers, failures } = await situation({ subject: { kind: 'slo', key: 'ns2-only', alert: null } });
    expect(slos.map(({ key }) => key)).toEqual(['ns2-only']);
    expect(resolvers.map(({ resolver }) => resolver)).toEqual(['ns2']);
    expect(failures).toEqual([]);
  });

  it('keeps to the series of a metric, and the SLOs that count it', async () => {
    const subject = { kind: 'series', probe: 'public', resolver: 'ns1', query: 'www' } as const;
    const { slos, resolvers } = await situation({ subject });
    expect([slos.map(({ key }) => key), resolvers.map(({ resolver }) => resolver)]).toEqual([
      ['availability'],
      ['ns1'],
    ]);
  });

  it('tells nothing of what it knows nothing of', async () => {
    const unknown = await situation({ subject: { kind: 'slo', key: 'gone', alert: null } });
    expect(unknown).toMatchObject({ slos: [], resolvers: [], failures: [] });
    const before = { fromMs: BURNING_SINCE_MS - 500 * MINUTE_MS, toMs: BURNING_SINCE_MS - 400 * MINUTE_MS };
    const early = await situation({ window: before });
    expect([early.resolvers, early.failures]).toEqual([[], []]);
    expect(early.slos[0]!.status).toMatchObject({ sli: null, status: 'no_data' });
  });
});
