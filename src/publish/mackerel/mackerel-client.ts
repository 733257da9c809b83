import { type Clock, SECOND_MS } from '../../domain/clock.js';
import type { MackerelConfig } from '../config.js';
import { backOffMs } from '../outbound/back-off.js';
import type { OutboundRequest, OutboundResult } from '../outbound/outbound-client.js';
import { retryAfterMs } from '../outbound/retry-after.js';
import { type Sleep, systemSleep } from '../outbound/sleep.js';
import { apiMessage, jsonProperty } from './api-message.js';
import { MackerelError } from './errors.js';
import type { ServiceMonitor } from './monitors/service-monitor.js';
import type { MackerelHttpClient } from './poster.js';

const REQUEST_TIMEOUT_MS = 15 * SECOND_MS;
/** Some thousand monitors. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const TRIES = 4;

export interface MackerelClientOptions {
  readonly config: MackerelConfig;
  readonly http: MackerelHttpClient;
  readonly clock: Clock;
  /** Default: real time. */
  readonly sleep?: Sleep;
  /** In [0, 1), for jitter; default `Math.random`. */
  readonly random?: () => number;
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

  /** The body of a success. */
  async #ask(asked: Asked): Promise<string> {
    const { clock, config, sleep = systemSleep, random = Math.random } = this.#options;
    for (let tries = 1; ; tries++) {
      const result = await this.#send(asked);
      if (result.kind === 'response' && result.status >= 200 && result.status < 300) return result.body;
      const why = result.kind === 'response' ? apiMessage(result.status, result.body, config.apiKey) : result.cause;
      const message = `${asked.method} ${asked.path}: ${why}`;
      if (!isPassing(result)) throw new MackerelError('MACKEREL_REFUSED', message);
      if (tries === TRIES || !mayBeRepeated(asked, result)) throw new MackerelError('MACKEREL_UNREACHABLE', message);
      const askedMs = result.kind === 'response' ? retryAfterMs(result.retryAfter, clock.nowMs()) : 0;
      await sleep(Math.max(askedMs, backOffMs(tries, random)), new AbortController().signal);
    }
  }

  #send({ method, path, body }: Asked): Promise<OutboundResult> {
    const { config, http } = this.#options;
    return http.send({
      method,
      url: new URL(`${config.apiBase.replace(/\/+$/, '')}/api/v0/${path}`),
      headers: { 'X-Api-Key': config.apiKey, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: REQUEST_TIMEOUT_MS,
      maxAnswerBytes: MAX_ANSWER_BYTES,
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
