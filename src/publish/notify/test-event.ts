import { isoTime } from '../../domain/clock.js';
import type { AlertMessage } from './alert-message.js';
import type { NotifyTarget } from './notify-target.js';
import { SAMPLES } from './sample-events.js';
import type { ToldEvent } from './told-event.js';

export interface TestContext {
  /** Of the event. */
  readonly id: string;
  readonly nowMs: number;
  readonly org: string;
}

/**
 * What a target is sent to try it, in order. Where alerts page, one that begins and ends at once, so that it is
 * tried whole and nothing stays open; elsewhere a notice. A template is given an event of a kind that the target asks for, with
 * made-up names, lest it find nothing to write.
 */
export function testEvents(target: NotifyTarget, context: TestContext): readonly ToldEvent[] {
  const event = testJson(target, context);
  const told = (state: AlertMessage['state']): ToldEvent => ({ event, message: messageOf(event, state, context) });
  if (target.format === 'grafana') return [told('alerting'), told('ok')];
  return [told('notice')];
}

function testJson({ name, template, events }: NotifyTarget, { id, nowMs }: TestContext): TestEvent {
  const text = `This is a test of target "${name}". Nothing has happened.`;
  const event = {
    id,
    event: 'test',
    action: 'test',
    time: isoTime(nowMs),
    public: false,
    url: null,
    target: name,
    text,
  };
  if (template === null) return event;
  const sample = SAMPLES.find((one) => events.some((kind) => kind === one.event.event));
  return { ...sample?.event, explanation: text, ...event };
}

type TestEvent = ToldEvent['event'] & { readonly target: string; readonly text: string };

function messageOf(event: TestEvent, state: AlertMessage['state'], { nowMs, org }: TestContext): AlertMessage {
  const { id, target, text } = event;
  const words = { uid: `test-${id}`, org, title: `Test of target ${target}`, text, link: null, imageUrl: null };
  return { ...words, state, severity: 'info', atMs: nowMs };
}
