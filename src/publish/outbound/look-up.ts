import { isIP } from 'node:net';
import type { Clock } from '../../domain/clock.js';
import type { DnsEndpoint } from '../../domain/probe-definition.js';
import { askBootstrap } from './ask-bootstrap.js';
import { askSystem } from './ask-system.js';
import type { AskForAddresses, LookUpResult } from './look-up-result.js';

/** Long enough that the retries of an outage's end share one look-up, short enough to follow a move. */
const POSITIVE_TTL_MS = 30_000;
const DEADLINE_MS = 3_000;

export interface LookUpOptions {
  readonly ask: AskForAddresses;
  readonly clock: Clock;
  /** How long `find()` waits at most; default 3 s. */
  readonly deadlineMs?: number;
}

/**
 * Finds the addresses of the hosts we call without ever blocking: every `find()` ends within its
 * deadline, and at most one question per host is outstanding. An answer that comes too late for
 * the `find()` that caused it serves the next one: a system whose first name server is dead needs
 * 5 s for every look-up.
 */
export class LookUp {
  readonly #ask: AskForAddresses;
  readonly #clock: Clock;
  readonly #deadlineMs: number;
  readonly #pending = new Map<string, Promise<LookUpResult>>();
  readonly #known = new Map<string, { readonly addresses: readonly string[]; readonly untilMs: number }>();

  constructor(options: LookUpOptions) {
    this.#ask = options.ask;
    this.#clock = options.clock;
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  }

  /** Addresses of a host name; IP literals and `localhost` (RFC 6761 §6.3) need nobody's help. Never rejects. */
  async find(host: string): Promise<LookUpResult> {
    const local = addressesWithoutAsking(host) ?? this.#remembered(host);
    if (local !== null) return { kind: 'found', addresses: local };
    return withDeadline(this.#asked(host), this.#deadlineMs);
  }

  /** Forgets what was found: nothing could be reached there. */
  forget(host: string): void {
    this.#known.delete(host);
  }

  #remembered(host: string): readonly string[] | null {
    const known = this.#known.get(host);
    return known !== undefined && known.untilMs > this.#clock.nowMs() ? known.addresses : null;
  }

  #asked(host: string): Promise<LookUpResult> {
    const outstanding = this.#pending.get(host) ?? this.#askAndRemember(host);
    this.#pending.set(host, outstanding);
    return outstanding;
  }

  async #askAndRemember(host: string): Promise<LookUpResult> {
    const result = await this.#ask(host);
    this.#pending.delete(host);
    if (result.kind === 'found') {
      this.#known.set(host, { addresses: result.addresses, untilMs: this.#clock.nowMs() + POSITIVE_TTL_MS });
    }
    return result;
  }
}

/** Who is asked: the `bootstrap` resolvers where there are any, and then nobody else; else the system. */
export function askerFor(bootstrap: readonly DnsEndpoint[]): AskForAddresses {
  return bootstrap.length > 0 ? askBootstrap(bootstrap) : askSystem();
}

/** Whether a host in a URL is an address already (`[::1]` in a URL is `::1` here). */
export function isAddress(host: string): boolean {
  return isIP(host) !== 0;
}

function addressesWithoutAsking(host: string): readonly string[] | null {
  if (isAddress(host)) return [host];
  return host === 'localhost' || host.endsWith('.localhost') ? ['127.0.0.1', '::1'] : null;
}

async function withDeadline(result: Promise<LookUpResult>, deadlineMs: number): Promise<LookUpResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<LookUpResult>((resolve) => {
    timer = setTimeout(
      () => resolve({ kind: 'failed', cause: `no answer within ${String(deadlineMs)} ms` }),
      deadlineMs,
    );
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
