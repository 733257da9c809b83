import { plainLine, plainLines } from '../markdown/plain-characters.js';
import type { AlertMessage } from './alert-message.js';
import type { EventJson } from './event-json.js';

/**
 * The message of an event that was left in the outbox before messages were kept, as far as its JSON tells: an alert that resolves
 * does not say by which event it fired.
 */
export function olderMessage(event: EventJson): AlertMessage {
  const { id, action, url, time } = event;
  const { uid, title, severity, text, state } = wordsOf(event.event, event as Older, action);
  const words = { title: plainLine(title), text: plainLines(text), severity, state };
  return { ...words, uid: uid ?? `${event.event}-${id}`, org: null, link: url, imageUrl: null, atMs: Date.parse(time) };
}

interface Words extends Pick<AlertMessage, 'title' | 'severity' | 'text' | 'state'> {
  readonly uid?: string;
}

interface Older {
  readonly slo?: { readonly displayName: string };
  readonly alert?: { readonly name: string; readonly severity: string };
  readonly explanation?: string;
  readonly incident?: { readonly id: number; readonly title: string; readonly impact: string };
  readonly update?: { readonly message: string };
  readonly postMortem?: { readonly url: string };
  readonly maintenance?: { readonly id: number; readonly title: string; readonly from: string; readonly to: string };
}

function wordsOf(kind: string, event: Older, action: string): Words {
  const { slo, alert, incident, maintenance, update, postMortem, explanation = '' } = event;
  if (alert !== undefined) {
    const title = `${slo?.displayName ?? ''}: ${alert.name} is ${action}`;
    const severity = alert.severity === 'page' ? 'critical' : 'warning';
    return { title, severity, text: explanation, state: action === 'firing' ? 'alerting' : 'ok' };
  }
  if (incident === undefined) {
    const text = maintenance === undefined ? '' : `${maintenance.from} to ${maintenance.to}.`;
    return { title: `${kind} ${action}: ${maintenance?.title ?? ''}`, severity: 'info', text, state: 'notice' };
  }
  const about = { uid: `incident-${String(incident.id)}`, title: `Incident ${action}: ${incident.title}` };
  if (postMortem !== undefined) return { ...about, severity: 'info', text: postMortem.url, state: 'notice' };
  const severity = incident.impact === 'minor' ? 'warning' : 'critical';
  return { ...about, severity, text: update?.message ?? '', state: action === 'resolved' ? 'ok' : 'alerting' };
}
