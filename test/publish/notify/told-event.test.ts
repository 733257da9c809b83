import { describe, expect, it } from 'vitest';

import { targetRequest } from '../../../src/publish/notify/target-request.js';
import { readToldEvent, toldEvent } from '../../../src/publish/notify/told-event.js';
import { NOTIFY_CONTEXT, notifyEvents, notifyTarget } from '../../support/notify-events.js';

const AT = { version: '0', nowMs: 0 };
/** What was told of then: of Mackerel's alerts nothing was. */
const BEFORE = Object.entries(notifyEvents()).filter(([, { kind }]) => kind !== 'mackerel');

describe('readToldEvent()', () => {
  it.each(Object.entries(notifyEvents()))('gives back what is kept: %s', (_, event) => {
    const told = toldEvent(event, NOTIFY_CONTEXT);
    expect(readToldEvent(JSON.stringify(told))).toEqual(told);
  });

  it.each(BEFORE)('reads what was kept before there were formats, which is sent as it was: %s', (_, event) => {
    const { event: json, message } = toldEvent(event, { ...NOTIFY_CONTEXT, slos: NOTIFY_CONTEXT.slos.slice(1) });
    const older = readToldEvent(JSON.stringify(json));
    expect(targetRequest(notifyTarget(), older, AT)?.body).toBe(JSON.stringify(json));
    const { state, severity, link, atMs } = message;
    const isLateUpdate = event.kind === 'incident' && event.update.id === 12;
    expect(older.message).toMatchObject({ link, atMs, severity, ...(isLateUpdate ? {} : { state }) });
    for (const format of ['slack', 'grafana'] as const) {
      const request = targetRequest(notifyTarget({ format }), older, AT);
      expect(request === null).toBe(format === 'grafana' && state === 'notice');
    }
  });

  it('knows an alert of then that fires by the id that its end has', () => {
    const [firing, resolved] = ['alert-firing', 'alert-resolved'].map((name) =>
      toldEvent(notifyEvents()[name]!, NOTIFY_CONTEXT),
    );
    expect(readToldEvent(JSON.stringify(firing!.event)).message.uid).toBe(resolved!.message.uid);
    const incident = toldEvent(notifyEvents()['incident-opened']!, NOTIFY_CONTEXT);
    expect(readToldEvent(JSON.stringify(incident.event)).message.uid).toBe(incident.message.uid);
  });
});
