import { createSecureContext } from 'node:tls';

import { compileExpectation } from '../../src/dns/expectation.js';
import { prepareQuery } from '../../src/dns/prepared-query.js';
import type { AttemptEnd, AttemptRequest } from '../../src/measure/attempt.js';
import { DeadlineQueue, nodeTimers, type Timers } from '../../src/measure/deadline-queue.js';
import { cryptoRandom } from '../../src/measure/random-source.js';
import type { DohRoute, Route, StreamRoute } from '../../src/measure/route.js';
import type { Channel } from '../../src/measure/transport/channel.js';
import { loadKernelSockets, type KernelSockets } from '../../src/measure/transport/kernel/kernel-sockets.js';
import { openChannel } from '../../src/measure/transport/open-channel.js';
import { sampleExpectation, sampleQuery } from './dns-samples.js';

export interface RigOptions {
  /** PEM of the CAs that are believed. */
  readonly ca?: readonly string[];
  readonly monotonicMs?: () => number;
  readonly kernel?: KernelSockets | null;
}

export interface AskOptions {
  readonly timeoutMs?: number;
  readonly keepsReply?: boolean;
  readonly qname?: string;
  readonly sendByMs?: number;
}

/** Channels over real sockets, with everything that could leak counted. */
export class StreamRig {
  readonly #openTimers = new Set<() => void>();
  readonly #channels: Channel[] = [];
  readonly #options: RigOptions;
  readonly #monotonicMs: () => number;
  readonly #deadlines: DeadlineQueue;
  suspicious = 0;
  readonly unstamped = { count: 0 };

  constructor(options: RigOptions = {}) {
    this.#options = options;
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now());
    this.#deadlines = new DeadlineQueue(this.#monotonicMs, this.#timers());
  }

  channel(route: Route): Channel {
    const { ca, kernel } = this.#options;
    const context = createSecureContext({ ca: [...(ca ?? [])] });
    const channel = openChannel(route, {
      monotonicMs: this.#monotonicMs,
      random: cryptoRandom(),
      deadlines: this.#deadlines,
      kernel: kernel === undefined ? loadKernelSockets() : kernel,
      unstamped: this.unstamped,
      udp: { ...NO_UDP },
      trust: () => context,
      onSuspicious: () => {
        this.suspicious++;
      },
    });
    this.#channels.push(channel);
    return channel;
  }

  ask(channel: Channel, route: Route, options: AskOptions = {}): Promise<AttemptEnd> {
    const sending = { turn: 0, sendByMs: options.sendByMs ?? this.#monotonicMs() + 5_000 };
    return new Promise((resolve) => channel.ask(requestFor(route, options), sending, resolve));
  }

  /** On a channel of its own. */
  async askOnce(route: Route, options: AskOptions = {}): Promise<AttemptEnd> {
    const channel = this.channel(route);
    return this.ask(channel, route, options);
  }

  /** Connections that channels still hold. */
  get held(): number {
    return this.#channels.reduce((sum, channel) => sum + channel.sweep(), 0);
  }

  /** Closes everything; returns how many timers are left, which must be none. */
  close(): number {
    for (const channel of this.#channels) channel.close();
    this.#deadlines.close();
    return this.#openTimers.size;
  }

  #timers(): Timers {
    return {
      afterPoll: (callback) => nodeTimers.afterPoll(callback),
      setTimer: (callback, delayMs) => {
        const disarm = nodeTimers.setTimer(() => {
          this.#openTimers.delete(disarm);
          callback();
        }, delayMs);
        this.#openTimers.add(disarm);
        return () => {
          this.#openTimers.delete(disarm);
          disarm();
        };
      },
    };
  }
}

export function requestFor(route: Route, { timeoutMs = 2_000, keepsReply = false, qname }: AskOptions): AttemptRequest {
  return {
    route,
    timeoutMs,
    keepsReply,
    expectation: compileExpectation(sampleExpectation()),
    query: prepareQuery(sampleQuery(qname === undefined ? {} : { qname })),
  };
}

export function streamRoute(port: number, changes: Partial<StreamRoute> = {}): StreamRoute {
  return { transport: 'tcp', endpoint: { address: '127.0.0.1', port }, tlsName: null, ...KEPT, ...changes };
}

export function dohRoute(port: number, changes: Partial<DohRoute> = {}): DohRoute {
  return {
    transport: 'doh',
    endpoint: { address: '127.0.0.1', port },
    tlsName: 'dns.example.org',
    authority: 'dns.example.org',
    path: '/dns-query',
    method: 'post',
    ...KEPT,
    ...changes,
  };
}

/** Sockets of this process that Node.js keeps alive. */
export function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCP|TLS|HTTP2/i.test(kind)).length;
}

/** Waits until a count has come down, for a second at most. */
export async function settles(count: () => number, to: number): Promise<number> {
  const untilMs = performance.now() + 1_000;
  while (count() > to && performance.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 5));
  return count();
}

const KEPT = { reuse: 'cold', maxAgeMs: 60_000 } as const;

const NO_UDP = {
  wallOffsetMs: (): null => null,
  open: (): never => {
    throw new Error('no UDP in these tests');
  },
  awaitOneMore: (): void => undefined,
  awaitOneLess: (): void => undefined,
  close: (): void => undefined,
};
