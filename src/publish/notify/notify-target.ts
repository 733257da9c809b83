export type NotifyEvent = 'alert' | 'attack' | 'incident' | 'maintenance' | 'mackerel';
export type NotifyFormat = 'json' | 'slack' | 'grafana';

/** What the body of a request is made by, instead of being the event's JSON. */
export interface NotifyTemplate {
  readonly text: string;
  /** One of `CONTENT_TYPES`. */
  readonly contentType: string;
}

/** Who is told of events. */
export interface NotifyTarget {
  readonly name: string;
  /** A secret. */
  readonly webhook: string;
  readonly events: readonly NotifyEvent[];
  readonly format: NotifyFormat;
  /** Of format `json` only; it may hold secrets. */
  readonly template: NotifyTemplate | null;
  /** What requests are signed with; `null`: they are not. */
  readonly secret: string | null;
  /** Sent with each request; the values are secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of alerts only those that page, and the end of all that were told. */
  readonly criticalOnly: boolean;
  /** Whether it may be at an address that is not public. */
  readonly allowPrivate: boolean;
}

export const NOTIFY_EVENTS: readonly NotifyEvent[] = ['alert', 'attack', 'incident', 'maintenance', 'mackerel'];

/** Of these, what begins and ends by itself, and has a severity. */
export const ALERT_EVENTS: readonly NotifyEvent[] = ['alert', 'attack', 'mackerel'];

export const NOTIFY_FORMATS: readonly NotifyFormat[] = ['json', 'slack', 'grafana'];
