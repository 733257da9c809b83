import type { QueryDefinition, ResolverDefinition } from '../domain/probe-definition.js';
import { Asker } from './asker.js';
import { nodeTimers } from './deadline-queue.js';
import { type MakeRequest, requestMaker } from './plan/request-maker.js';
import { proberClock } from './prober-clock.js';
import type { RandomSource } from './random-source.js';
import { systemTrust } from './transport/stream/tls-trust.js';
import { SOURCE_PORTS } from './transport/udp/udp-pool.js';

export interface LaneOptions {
  readonly query: QueryDefinition;
  readonly timeoutMs: number;
  readonly keepsReplies?: boolean;
}

/** One resolver with sockets of its own. */
export class Lane {
  readonly resolver: ResolverDefinition;
  readonly asker: Asker;
  readonly request: MakeRequest;
  suspicious = 0;

  constructor(resolver: ResolverDefinition, options: LaneOptions, random: RandomSource) {
    const { query, timeoutMs, keepsReplies = false } = options;
    this.resolver = resolver;
    this.request = requestMaker(resolver, query, { timeoutMs, random, keepsReply: keepsReplies });
    const { monotonicMs } = proberClock;
    this.asker = new Asker({ monotonicMs, timers: nodeTimers, random, onSuspicious: () => this.suspicious++ });
  }

  /** Opens the sockets of the first so many attempts, and reads the CAs, which would count as the first handshake's time. */
  prepare(count: number): Promise<void> {
    if (this.resolver.transport === 'dot' || this.resolver.transport === 'doh') systemTrust();
    const turns = Array.from({ length: Math.min(count, SOURCE_PORTS) }, (_, turn) => turn);
    const firstSends = turns.map((turn) => ({ request: this.request(proberClock.wallMs()), turn }));
    return new Promise((resolve) => this.asker.prepare(firstSends, resolve));
  }
}
