import { describe, expect, it } from 'vitest';

import type { NotifyTarget } from '../../../src/publish/notify/notify-target.js';
import { targetRequest } from '../../../src/publish/notify/target-request.js';
import { testEvents } from '../../../src/publish/notify/test-event.js';
import { notifyTarget } from '../../support/notify-events.js';

const CONTEXT = { id: 'f00d', nowMs: Date.parse('2026-10-20T12:00:00Z'), org: 'Example Resolver' };
const TEXT = 'This is a test of target "ops". Nothing has happened.';

function sent(changes: Partial<NotifyTarget>): readonly unknown[] {
  const target = notifyTarget(changes);
  return testEvents(target, CONTEXT).map(
    (told) => JSON.parse(targetRequest(target, told, { version: '0', nowMs: CONTEXT.nowMs })!.body) as unknown,
  );
}

describe('testEvents()', () => {
  it('is one event of a kind of its own as JSON', () => {
    expect(sent({})).toEqual([
      {
        id: 'f00d',
        event: 'test',
        action: 'test',
        time: '2026-10-20T12:00:00Z',
        public: false,
        url: null,
        target: 'ops',
        text: TEXT,
      },
    ]);
  });

  it('is a notice in Slack', () => {
    expect(sent({ format: 'slack' })).toMatchObject([
      { text: '[Example Resolver] Test of target ops', attachments: [{ text: TEXT, color: '#3b6fb6' }] },
    ]);
  });

  it('opens an alert in Grafana and closes it', () => {
    const same = { alert_uid: 'test-f00d', title: '[Example Resolver] Test of target ops', message: TEXT };
    expect(sent({ format: 'grafana' })).toEqual([
      { ...same, state: 'alerting' },
      { ...same, state: 'ok' },
    ]);
  });

  it('gives a template something to write, and no news that could be taken for some', () => {
    const text =
      '{"text": "{{event}}: {{slo.displayName}}: {{explanation}}", "title": {{message.title}}, "incident": {{incident.title}}}';
    const template = { text, contentType: 'application/json' };
    expect(sent({ template })).toEqual([
      { text: `test: Availability: ${TEXT}`, title: 'Test of target ops', incident: null },
    ]);
    expect(sent({ template, events: ['incident'] })).toMatchObject([{ incident: 'Timeouts at ns2' }]);
    expect(sent({ template, events: ['attack'] })).toMatchObject([{ text: `test: : ${TEXT}` }]);
  });
});
