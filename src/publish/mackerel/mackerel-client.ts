import { type Clock, SECOND_MS } from '../../domain/clock.js';
import type { MackerelConfig } from '../config.js';
import { backOffMs } from '../outbound/back-off.js';
import type { OutboundRequest, OutboundResult } from '../outbound/outbound-client.js';
import { retryAfterMs } from '../outbound/retry-after.js';
import { type Sleep, systemSleep } from '../outbound/sleep.js';
import { apiMessage, jsonProperty } from './api-message.js';
import {
  annotationOf,
  type ApiAlert,
  apiAlert,
  type ExistingAnnotation,
  fieldsOf,
  type GraphAnnotation,
  parsedJson,
} from './api-objects.js';
import type { CheckStatus } from './checks/slo-check.js';
import { MackerelError } from './errors.js';
import type { GraphDefinition } from './host/graph-definitions.js';
import type { ServiceMonitor } from './monitors/service-monitor.js';
import type { MackerelHttpClient } from './poster.js';

const REQUEST_TIMEOUT_MS = 15 * SECOND_MS;
/** Some thousand monitors. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const TRIES = 4;

/** A host as it is made and changed; what is absent stays as it is. */
export interface HostDetails {
  readonly name: string;
  readonly customIdentifier: string;
  readonly meta: object;
  /** `dns:resolver`. */
  readonly roleFullnames?: readonly string[];
  readonly checks?: readonly { readonly name: string; readonly memo: string }[];
}

/** How a check of a host stands (mackerel.io/api-docs, Check monitoring). */
export interface CheckReport {
  readonly source: { readonly type: 'host'; readonly hostId: string };
  readonly name: string;
  readonly status: CheckStatus;
  /** At most 1024 characters. */
  readonly message: string;
  /** Seconds since the epoch. */
  readonly occurredAt: number;
}

export interface MackerelClientOptions {
  readonly config: MackerelConfig;
  readonly http: MackerelHttpClient;
  readonly clock: Clock;
  /** Default: real time. */
  readonly sleep?: Sleep;
  /** In [0, 1), for jitter; default `Math.random`. */
  readonly random?: () => number;
  /** How often what is passing is tried; default 4. Whoever hands over from an outbox tries again by itself: 1. */
  readonly tries?: number;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
}

interface Asked {
  readonly method: OutboundRequest['method'];
  /** Below `/api/v0/`. */
  readonly path: string;
  readonly body?: object;
}

/**
 * Mackerel's API v0, as far as somebody waits for the answer (mackerel.io/api-docs). Whatever is passing is
 * tried four times, with a growing pause, unless it might then be done twice. Throws `MackerelError`.
 */
export class MackerelClient {
  readonly #options: MackerelClientOptions;

  constructor(options: MackerelClientOptions) {
    this.#options = options;
  }

  /** All of the organisation, as they are: of any type, and whoever made them. */
  async monitors(): Promise<readonly unknown[]> {
    const body = await this.#ask({ method: 'GET', path: 'monitors' });
    const monitors = jsonProperty(body, 'monitors');
    if (Array.isArray(monitors)) return monitors as readonly unknown[];
    throw new MackerelError('MACKEREL_REFUSED', 'GET monitors: Mackerel answered without a list of monitors');
  }

  async createMonitor(monitor: ServiceMonitor): Promise<void> {
    await this.#ask({ method: 'POST', path: 'monitors', body: monitor });
  }

  /** Replaces the whole of it. */
  async updateMonitor(id: string, monitor: object): Promise<void> {
    await this.#ask({ method: 'PUT', path: `monitors/${encodeURIComponent(id)}`, body: monitor });
  }

  async deleteMonitor(id: string): Promise<void> {
    await this.#ask({ method: 'DELETE', path: `monitors/${encodeURIComponent(id)}` });
  }

  /** Of an alert, open or closed. */
  async alert(id: string): Promise<ApiAlert> {
    const path = `alerts/${encodeURIComponent(id)}`;
    const found = apiAlert(parsedJson(await this.#ask({ method: 'GET', path })));
    if (found !== null) return found;
    throw new MackerelError('MACKEREL_REFUSED', `GET ${path}: Mackerel answered without an alert`);
  }

  /** The last hundred alerts, open and closed. */
  async latestAlerts(): Promise<readonly ApiAlert[]> {
    const body = await this.#ask({ method: 'GET', path: 'alerts?withClosed=true&limit=100' });
    const found = jsonProperty(body, 'alerts');
    if (Array.isArray(found)) return found.flatMap((one: unknown) => apiAlert(one) ?? []);
    throw new MackerelError('MACKEREL_REFUSED', 'GET alerts: Mackerel answered without a list of alerts');
  }

  /** Replaces the whole memo of an alert. */
  async setMemo(alertId: string, memo: string): Promise<void> {
    await this.#ask({ method: 'PUT', path: `alerts/${encodeURIComponent(alertId)}`, body: { memo } });
  }

  /** All that Mackerel tells of a monitor; `null`: there is none any more. */
  async monitor(id: string): Promise<Readonly<Record<string, unknown>> | null> {
    const body = await this.#askOrNull({ method: 'GET', path: `monitors/${encodeURIComponent(id)}` });
    return body === null ? null : fieldsOf(jsonProperty(body, 'monitor'));
  }

  /** Those of a service that touch a time, seconds since the epoch. */
  async annotations(service: string, from: number, to: number): Promise<readonly ExistingAnnotation[]> {
    const query = new URLSearchParams({ service, from: String(from), to: String(to) });
    const body = await this.#ask({ method: 'GET', path: `graph-annotations?${query.toString()}` });
    const found = jsonProperty(body, 'graphAnnotations');
    if (!Array.isArray(found))
      throw new MackerelError('MACKEREL_REFUSED', 'GET graph-annotations: Mackerel answered without a list of them');
    return found.flatMap((one: unknown) => annotationOf(one) ?? []);
  }

  async createAnnotation(annotation: GraphAnnotation): Promise<void> {
    await this.#ask({ method: 'POST', path: 'graph-annotations', body: annotation });
  }

  /** Replaces the whole of it. */
  async updateAnnotation(id: string, annotation: GraphAnnotation): Promise<void> {
    await this.#ask({ method: 'PUT', path: `graph-annotations/${encodeURIComponent(id)}`, body: annotation });
  }

  /** The id of the host that has this custom identifier; `null`: none has. */
  async findHost(customIdentifier: string): Promise<string | null> {
    const path = `hosts-by-custom-identifier/${encodeURIComponent(customIdentifier)}`;
    const body = await this.#askOrNull({ method: 'GET', path });
    if (body === null) return null;
    const id = fieldsOf(jsonProperty(body, 'host'))?.['id'];
    if (typeof id === 'string') return id;
    throw new MackerelError('MACKEREL_REFUSED', `GET ${path}: Mackerel answered without a host`);
  }

  /** Its id. */
  async createHost(details: HostDetails): Promise<string> {
    const id = jsonProperty(await this.#ask({ method: 'POST', path: 'hosts', body: details }), 'id');
    if (typeof id === 'string') return id;
    throw new MackerelError('MACKEREL_REFUSED', 'POST hosts: Mackerel answered without an id');
  }

  async updateHost(id: string, details: HostDetails): Promise<void> {
    await this.#ask({ method: 'PUT', path: `hosts/${encodeURIComponent(id)}`, body: details });
  }

  /** Makes graphs of custom metrics, or replaces those of the same names. */
  async createGraphs(graphs: readonly GraphDefinition[]): Promise<void> {
    await this.#ask({ method: 'POST', path: 'graph-defs/create', body: graphs });
  }

  /** Of that name; it is fine if there is none. */
  async deleteGraph(name: string): Promise<void> {
    await this.#askOrNull({ method: 'DELETE', path: 'graph-defs', body: { name } });
  }

  /** What was kept at a service under a name; `null`: nothing. */
  async metadata(service: string, namespace: string): Promise<unknown> {
    const path = `services/${encodeURIComponent(service)}/metadata/${namespace}`;
    const body = await this.#askOrNull({ method: 'GET', path });
    return body === null ? null : (parsedJson(body) ?? null);
  }

  /** At most 100 KB. */
  async setMetadata(service: string, namespace: string, value: object): Promise<void> {
    const path = `services/${encodeURIComponent(service)}/metadata/${namespace}`;
    await this.#ask({ method: 'PUT', path, body: value });
  }

  /** At most 100 of them. */
  async reportChecks(reports: readonly CheckReport[]): Promise<void> {
    await this.#ask({ method: 'POST', path: 'monitoring/checks/report', body: { reports } });
  }

  /** `null`: there is nothing (404). */
  async #askOrNull(asked: Asked): Promise<string | null> {
    try {
      return await this.#ask(asked);
    } catch (error) {
      if (error instanceof MackerelError && error.status === 404) return null;
      throw error;
    }
  }

  /** The body of a success. */
  async #ask(asked: Asked): Promise<string> {
    const { clock, sleep = systemSleep, random = Math.random, tries = TRIES, signal } = this.#options;
    for (let tried = 1; ; tried++) {
      const result = await this.#send(asked);
      if (result.kind === 'response' && result.status >= 200 && result.status < 300) return result.body;
      const error = this.#errorOf(asked, result);
      const isLast = tried >= tries || signal?.aborted === true;
      if (error.code === 'MACKEREL_REFUSED' || isLast || !mayBeRepeated(asked, result)) throw error;
      const askedMs = Math.max(0, error.notBeforeMs - clock.nowMs());
      await sleep(Math.max(askedMs, backOffMs(tried, random)), signal ?? new AbortController().signal);
    }
  }

  #errorOf({ method, path }: Asked, result: OutboundResult): MackerelError {
    const { config, clock } = this.#options;
    const code = isPassing(result) ? 'MACKEREL_UNREACHABLE' : 'MACKEREL_REFUSED';
    // Of a path with a query only what it is of.
    const asked = `${method} ${path.split('?')[0] ?? ''}`;
    if (result.kind !== 'response') return new MackerelError(code, `${asked}: ${result.cause}`);
    const { status, body, retryAfter } = result;
    const message = `${asked}: ${apiMessage(status, body, config.apiKey)}`;
    const nowMs = clock.nowMs();
    return new MackerelError(code, message, { status, notBeforeMs: nowMs + retryAfterMs(retryAfter, nowMs) });
  }

  #send({ method, path, body }: Asked): Promise<OutboundResult> {
    const { config, http, signal } = this.#options;
    return http.send({
      method,
      url: new URL(`${config.apiBase.replace(/\/+$/, '')}/api/v0/${path}`),
      headers: { 'X-Api-Key': config.apiKey, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: REQUEST_TIMEOUT_MS,
      maxAnswerBytes: MAX_ANSWER_BYTES,
      ...(signal === undefined ? {} : { signal }),
    });
  }
}

function isPassing(result: OutboundResult): boolean {
  if (result.kind !== 'response') return true;
  return result.status === 408 || result.status === 429 || result.status >= 500;
}

/** What creates might have been done though its answer was lost: it is repeated only where it was surely not. */
function mayBeRepeated({ method }: Asked, result: OutboundResult): boolean {
  return method !== 'POST' || (result.kind === 'response' && (result.status === 429 || result.status === 503));
}
