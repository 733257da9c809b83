import { SECOND_MS } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import type { OutboundRequest, OutboundResult } from '../outbound/outbound-client.js';
import { type Sleep, systemSleep } from '../outbound/sleep.js';

export interface HeartbeatOptions {
  /** A secret. */
  readonly url: URL;
  readonly client: { send(request: OutboundRequest): Promise<OutboundResult> };
  readonly version: string;
  /** What stands still; nothing: all advances. */
  readonly standstills: () => readonly string[];
  readonly log: Log;
  /** Aborts when the daemon stops. */
  readonly signal: AbortSignal;
  /** Default: real time. */
  readonly sleep?: Sleep;
}

export interface HeartbeatCounts {
  readonly sent: number;
  readonly failed: number;
  readonly withheld: number;
}

/** Between the tries of one beat. All of it takes less than a minute. */
const PAUSES_MS: readonly number[] = [3 * SECOND_MS, 10 * SECOND_MS];
const TIMEOUT_MS = 10 * SECOND_MS;

/**
 * Fetches a URL of a watchdog's while all that matters advances, so that silence means that it does not, or
 * that this machine is gone. What keeps it back is logged once, and when it is over.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #counts: HeartbeatCounts = { sent: 0, failed: 0, withheld: 0 };
  #trouble: string | null = null;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  counts(): HeartbeatCounts {
    return this.#counts;
  }

  /** One beat: to be called each minute. Never rejects. */
  async beat(): Promise<void> {
    const standing = this.#options.standstills();
    if (standing.length > 0) {
      this.#counts = { ...this.#counts, withheld: this.#counts.withheld + 1 };
      this.#tell(`withheld: ${standing.join(', ')}`);
      return;
    }
    const cause = await this.#sendWithRetries();
    if (this.#options.signal.aborted) return;
    const key = cause === null ? 'sent' : 'failed';
    this.#counts = { ...this.#counts, [key]: this.#counts[key] + 1 };
    this.#tell(cause);
  }

  /** Why it could not be sent; `null`: it was. */
  async #sendWithRetries(): Promise<string | null> {
    const { sleep = systemSleep, signal } = this.#options;
    for (const pauseMs of PAUSES_MS) {
      if ((await this.#send()) === null || signal.aborted) return null;
      await sleep(pauseMs, signal);
    }
    return this.#send();
  }

  async #send(): Promise<string | null> {
    const { client, url, version, signal } = this.#options;
    const headers = { 'User-Agent': `resolver-slo/${version}` };
    const result = await client.send({ method: 'GET', url, headers, timeoutMs: TIMEOUT_MS, signal });
    if (result.kind !== 'response') return result.cause;
    // A redirect is not followed: it may lead anywhere.
    return result.status >= 200 && result.status < 300 ? null : `the watchdog answered ${String(result.status)}`;
  }

  /** @param trouble `null`: there is none */
  #tell(trouble: string | null): void {
    const before = this.#trouble;
    this.#trouble = trouble;
    if (trouble === before) return;
    if (trouble === null) this.#options.log.info({}, 'the heartbeat is sent again');
    else this.#options.log.error({ cause: trouble }, 'the heartbeat is not sent');
  }
}
