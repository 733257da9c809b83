import { describe, expect, it } from 'vitest';

import type { AlertMessage } from '../../../src/publish/notify/alert-message.js';
import type { ToldEvent } from '../../../src/publish/notify/told-event.js';
import { wantedEvents } from '../../../src/publish/notify/wanted-events.js';

const EVERYTHING = { events: ['alert', 'incident', 'maintenance'], criticalOnly: false } as const;
const CRITICAL = { ...EVERYTHING, criticalOnly: true };

type What = Pick<AlertMessage, 'uid' | 'state' | 'severity'> & { readonly kind?: string };

function told({ kind = 'alert', uid, state, severity }: What): ToldEvent {
  const event = { id: uid, event: kind, action: state, time: '', public: true, url: null };
  const message = { uid, org: null, title: '', state, severity, text: '', link: null, imageUrl: null, atMs: 0 };
  return { event, message };
}

const fires = (uid: string, severity: 'critical' | 'warning') => told({ uid, state: 'alerting', severity });
const ends = (uid: string, severity: 'critical' | 'warning') => told({ uid, state: 'ok', severity });
const of = (
  target: typeof EVERYTHING | typeof CRITICAL,
  happened: readonly ToldEvent[],
  open: readonly string[] = [],
) => wantedEvents(target, happened, new Set(open)).map((one) => `${one.told.message.uid} ${one.told.message.state}`);

describe('wantedEvents()', () => {
  it('gives the kinds that are asked for', () => {
    const happened = ['alert', 'incident', 'maintenance', 'attack'].map((kind) =>
      told({ kind, uid: kind, state: 'ok', severity: 'info' }),
    );
    expect(of(EVERYTHING, happened)).toEqual(['alert ok', 'incident ok', 'maintenance ok']);
    expect(wantedEvents({ events: ['incident'], criticalOnly: false }, happened, new Set())).toHaveLength(1);
  });

  it('says of alerts alone what they begin and end', () => {
    const happened = [
      fires('a', 'warning'),
      ends('a', 'warning'),
      told({ kind: 'incident', uid: 'i', state: 'alerting', severity: 'critical' }),
    ];
    expect(wantedEvents(EVERYTHING, happened, new Set()).map(({ alert }) => alert)).toEqual([
      { uid: 'a', isOver: false },
      { uid: 'a', isOver: true },
      null,
    ]);
  });

  it('with criticalOnly leaves out alerts that do not page, and keeps what else is asked for', () => {
    const incident = told({ kind: 'incident', uid: 'i', state: 'alerting', severity: 'warning' });
    const happened = [
      fires('page', 'critical'),
      fires('ticket', 'warning'),
      incident,
      ends('ticket', 'warning'),
      ends('page', 'critical'),
    ];
    expect(of(CRITICAL, happened)).toEqual(['page alerting', 'i alerting', 'page ok']);
  });

  it('always tells the end of what was told, whatever its severity has become', () => {
    expect(of(CRITICAL, [fires('a', 'critical'), ends('a', 'warning')])).toEqual(['a alerting', 'a ok']);
    expect(of(CRITICAL, [ends('a', 'warning')], ['a'])).toEqual(['a ok']);
    expect(of(CRITICAL, [ends('a', 'warning'), ends('a', 'warning')], ['a'])).toEqual(['a ok']);
    expect(of(CRITICAL, [fires('a', 'warning')], ['a'])).toEqual([]);
  });
});
