import { SECOND_MS } from '../../domain/clock.js';

/** An alert, as its API gives it; more is there. */
export interface ApiAlert {
  readonly id: string;
  /** `null`: of none, such as one that a host's check opened. */
  readonly monitorId: string | null;
  readonly openedAtMs: number;
  /** `null`: open. */
  readonly closedAtMs: number | null;
  /** What whoever closed it wrote. */
  readonly reason: string;
  readonly memo: string;
}

/** A note on the graphs of a service (mackerel.io/api-docs, Graph annotations). */
export interface GraphAnnotation {
  /** At most 250 characters. */
  readonly title: string;
  /** At most 1024 characters. */
  readonly description: string;
  /** Seconds since the epoch, as `to`. */
  readonly from: number;
  readonly to: number;
  readonly service: string;
}

export interface ExistingAnnotation extends GraphAnnotation {
  readonly id: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** `null` where it is none. */
export function apiAlert(value: unknown): ApiAlert | null {
  const { id, openedAt, closedAt, monitorId, reason, memo } = fieldsOf(value) ?? {};
  if (typeof id !== 'string' || typeof openedAt !== 'number') return null;
  return {
    id,
    monitorId: typeof monitorId === 'string' ? monitorId : null,
    openedAtMs: openedAt * SECOND_MS,
    closedAtMs: typeof closedAt === 'number' ? closedAt * SECOND_MS : null,
    reason: textOf(reason),
    memo: textOf(memo),
  };
}

/** `null` where it is none. */
export function annotationOf(value: unknown): ExistingAnnotation | null {
  const { id, title, description, from, to, service } = fieldsOf(value) ?? {};
  if (typeof id !== 'string' || typeof from !== 'number' || typeof to !== 'number') return null;
  return { id, title: textOf(title), description: textOf(description), from, to, service: textOf(service) };
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}

/** `undefined` where it is no JSON. */
export function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
