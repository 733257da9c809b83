import { describe, expect, it } from 'vitest';

import { SAMPLES } from '../../../src/publish/notify/sample-events.js';
import { type ToldEvent, toldEvent } from '../../../src/publish/notify/told-event.js';
import { NOTIFY_CONTEXT, notifyEvents } from '../../support/notify-events.js';

const nameOf = ({ event: { event, action } }: ToldEvent) => `${event} ${action}`;
const REAL = Object.values(notifyEvents()).map((event) => toldEvent(event, NOTIFY_CONTEXT));

/** Every path that leads somewhere, with the types of what is there. */
function paths(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => paths(item, `${at}[]`));
  if (typeof value !== 'object' || value === null) return [`${at}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([key, member]) => paths(member, `${at}.${key}`));
}

const keysOf = (told: ToldEvent) => [...new Set(paths(told).map((path) => path.replace(/(\[\])?[.:].*$/, '')))];
const of = (name: string, all: readonly ToldEvent[]) => all.filter((told) => nameOf(told) === name);

describe('SAMPLES', () => {
  it('has each action of each kind of event', () => {
    const names = (all: readonly ToldEvent[]) => [...new Set(all.map(nameOf))].toSorted();
    expect(names(SAMPLES)).toEqual(names(REAL));
  });

  it.each([...new Set(REAL.map(nameOf))])('has the keys that events are told with: %s', (name) => {
    const keys = (all: readonly ToldEvent[]) => {
      const found = of(name, all)
        .flatMap((told) => paths(told))
        .map((path) => path.replace(/: .*$/, ''));
      // What a list holds, and what is within something that may be null, is in some of them only.
      return new Set(
        found.filter((path) => !path.includes('[]') && !path.includes('slos') && !path.includes('.effects')),
      );
    };
    for (const list of [SAMPLES, REAL]) expect(of(name, list).length).toBeGreaterThan(0);
    const known = keys(SAMPLES);
    expect([...keys(REAL)].filter((path) => !known.has(path) && !/postMortems|updates/.test(path))).toEqual([]);
    expect([...known].filter((path) => !keys(REAL).has(path) && !/postMortems|updates/.test(path))).toEqual([]);
    expect(keysOf(of(name, SAMPLES)[0]!)).toEqual(keysOf(of(name, REAL)[0]!));
  });

  it('has of what may be missing one with it and one without', () => {
    const types = (path: string) =>
      new Set(SAMPLES.flatMap((told) => paths(told)).filter((one) => one.startsWith(`${path}: `)));
    for (const path of [
      '.event.url',
      '.event.slo.objectiveName',
      '.event.alert.threshold',
      '.event.maintenance.message',
      '.message.link',
      '.message.org',
      '.message.imageUrl',
    ])
      expect([path, types(path).size]).toEqual([path, 2]);
  });
});
