import { describe, expect, it } from 'vitest';

import { targetRequest } from '../../../src/publish/notify/target-request.js';
import type { NotifyTarget } from '../../../src/publish/notify/notify-target.js';
import { toldEvent } from '../../../src/publish/notify/told-event.js';
import { HOSTILE_TEXTS } from '../../support/hostile-text.js';
import { NOTIFY_CONTEXT, notifyEvents, notifyTarget } from '../../support/notify-events.js';

const AT = { version: '0.0.0-test', nowMs: Date.parse('2026-10-20T12:00:05Z') };

const TEMPLATE = `{
  "routing_key": "R1",
  "event_action": "{{#message.isAlerting}}trigger{{/message.isAlerting}}{{^message.isAlerting}}resolve{{/message.isAlerting}}",
  "dedup_key": "{{message.uid}}",
  "payload": {
    "summary": "[{{message.org}}] {{message.title}}",
    "severity": "{{message.severity}}",
    "source": {{url}},
    "timestamp": "{{time}}",
    "custom_details": {
      {{#slo}}"objective": {{objective}}, "service": {{service}},{{/slo}}
      {{#alert}}"threshold": {{threshold}},{{/alert}}
      "text": {{message.text}}
    }
  }
}`;

const TARGETS: Readonly<Record<string, NotifyTarget>> = {
  json: notifyTarget(),
  slack: notifyTarget({ format: 'slack' }),
  grafana: notifyTarget({ format: 'grafana' }),
  template: notifyTarget({ template: { text: TEMPLATE, contentType: 'application/json' } }),
};

/** What a target is sent of an event, `null` if nothing. */
function sent(target: NotifyTarget, event: string): unknown {
  const request = targetRequest(target, toldEvent(notifyEvents()[event]!, NOTIFY_CONTEXT), AT);
  return request === null ? null : JSON.parse(request.body);
}

describe('formats', () => {
  // After a change that is meant: npx vitest run test/publish/notify/formats.test.ts -u
  it.each(Object.keys(TARGETS))('%s of every kind and action of event is as its golden file has it', async (format) => {
    const all = Object.fromEntries(Object.keys(notifyEvents()).map((name) => [name, sent(TARGETS[format]!, name)]));
    await expect(`${JSON.stringify(all, null, 2)}\n`).toMatchFileSnapshot(`golden/${format}.json`);
  });

  it.each(Object.entries(HOSTILE_TEXTS))('stay JSON whatever people call things: %s', (_, text) => {
    const names = { title: text, message: text, alert: text, explanation: text };
    for (const event of Object.values(notifyEvents(names)))
      for (const target of Object.values(TARGETS)) {
        const request = targetRequest(target, toldEvent(event, { ...NOTIFY_CONTEXT, org: text }), AT);
        if (request !== null) expect(JSON.parse(request.body)).toBeTypeOf('object');
      }
  });
});

describe('grafanaFormat()', () => {
  const grafana = (event: string) => sent(TARGETS['grafana']!, event) as Record<string, unknown> | null;

  it('gives the end of an alert the id of its firing', () => {
    const [firing, resolved] = [grafana('alert-firing'), grafana('alert-resolved')];
    expect([firing?.['state'], resolved?.['state']]).toEqual(['alerting', 'ok']);
    expect(firing?.['alert_uid']).toBe(resolved?.['alert_uid']);
    expect(grafana('alert-silence-firing')?.['alert_uid']).not.toBe(firing?.['alert_uid']);
  });

  it('closes an incident with its end, and does not open it again by what is told afterwards', () => {
    const states = ['incident-opened', 'incident-updated', 'incident-resolved', 'incident-told-late'].map(
      (event) => grafana(event)?.['state'],
    );
    expect(states).toEqual(['alerting', 'alerting', 'ok', 'ok']);
  });

  it('sends nothing of what is no alert, and no key without a value', () => {
    const notices = Object.keys(notifyEvents()).filter((event) => grafana(event) === null);
    expect(notices).toEqual([
      'post-mortem',
      'maintenance-announced',
      'maintenance-begins',
      'maintenance-ends',
      'maintenance-cancelled',
    ]);
    expect(Object.keys(grafana('alert-silence-firing')!)).toEqual(['alert_uid', 'title', 'state', 'message']);
  });
});
