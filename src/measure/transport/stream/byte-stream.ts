import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';

import type { Phase } from '../../../domain/phase.js';
import type { DohRoute, StreamRoute } from '../../route.js';
import type { ChannelDeps } from '../channel.js';
import { familyOf, type Endpoint } from '../endpoint.js';
import { streamDescriptor } from '../kernel/kernel-sockets.js';
import { latenessMs, type Sight } from './sight.js';
import { endByClose, endByError, endByException, type StreamEnd, type StreamStage } from './stream-fault.js';
import { beginTls, checkPeer } from './tls-handshake.js';

/** Errors that the kernel gives at once reach us within a few turns of the tick queue, before sockets are read. */
const TICKS_TO_REFUSAL = 8;

export interface StreamDeps extends ChannelDeps {
  readonly trust: () => SecureContext;
}

export interface ByteStreamEvents {
  /** A stage of opening is over: connected, or the handshake done. */
  readonly onStage: (sight: Sight) => void;
  /** Queries may be sent. */
  readonly onOpen: () => void;
  /** Nothing comes any more; once, and not after `close()`. */
  readonly onEnd: (end: StreamEnd) => void;
}

/** How long each stage of opening took, less what we were late to see its end; integer microseconds. */
export interface OpeningTimes {
  readonly connectUs: number | null;
  readonly tlsUs: number | null;
}

/** A TCP connection to a resolver, under TLS where its route says so; it is `open` once the certificate is verified. */
export class ByteStream {
  readonly #route: StreamRoute | DohRoute;
  readonly #deps: StreamDeps;
  readonly #events: ByteStreamEvents;
  readonly #tcp: Socket;
  #tls: TLSSocket | null = null;
  #stage: StreamStage | 'ended' = 'starting';
  #phase: Phase = 'connect';
  #stageStartedAtMs: number;
  #descriptor: number | null = null;
  #times: OpeningTimes = { connectUs: null, tlsUs: null };
  #localPort: number | null = null;
  #certificateExpiresAtMs: number | null = null;

  constructor(route: StreamRoute | DohRoute, deps: StreamDeps, events: ByteStreamEvents) {
    this.#route = route;
    this.#deps = deps;
    this.#events = events;
    this.#stageStartedAtMs = deps.monotonicMs();
    this.#tcp = connect(connectOptions(route.endpoint));
    this.#tcp.once('connect', () => this.#connected());
    this.#watch(this.#tcp);
    afterTicks(TICKS_TO_REFUSAL, () => {
      if (this.#stage === 'starting') this.#connecting();
    });
  }

  /** What to write to and read from, once open. */
  get socket(): Socket {
    return this.#tls ?? this.#tcp;
  }

  get times(): OpeningTimes {
    return this.#times;
  }

  /** What it is at, or was when it ended. */
  get phase(): Phase {
    return this.#phase;
  }

  /** Known from when the kernel is connecting; `null` before, and if it refused to. */
  get localPort(): number | null {
    return this.#localPort;
  }

  /** Milliseconds since the epoch; `null` if no certificate was seen. */
  get certificateExpiresAtMs(): number | null {
    return this.#certificateExpiresAtMs;
  }

  /** To be called where something is read. */
  look(): Sight {
    const waitedMs =
      this.#descriptor === null ? null : (this.#deps.kernel?.streamReceivedAgoMs(this.#descriptor) ?? null);
    return { seenAtMs: this.#deps.monotonicMs(), waitedMs };
  }

  close(): void {
    this.#stage = 'ended';
    this.#descriptor = null; // its number may soon be somebody else's
    // HTTP/2 reads below JavaScript, see `Http2Carrier.close()`.
    if (this.#route.transport === 'doh') setImmediate(() => this.#destroy());
    else this.#destroy();
  }

  #destroy(): void {
    this.#tls?.destroy();
    this.#tcp.destroy();
  }

  /** Node.js forgets the port with the socket: of a connection that fails it is known only by asking now. */
  #connecting(): void {
    this.#stage = 'connecting';
    this.#localPort = this.#tcp.localPort ?? null;
  }

  #connected(): void {
    if (this.#stage === 'ended') return;
    this.#descriptor = streamDescriptor(this.#tcp);
    this.#localPort = this.#tcp.localPort ?? null;
    this.#times = { connectUs: this.#endStage(), tlsUs: null };
    if (this.#route.transport === 'tcp') return this.#opened();
    this.#stage = 'handshake';
    this.#phase = 'tls';
    try {
      this.#tls = beginTls(this.#tcp, this.#route, this.#deps.trust());
    } catch (error) {
      return this.#end(endByException(error));
    }
    this.#tls.once('secureConnect', () => this.#secured());
    this.#watch(this.#tls);
  }

  #secured(): void {
    if (this.#stage === 'ended' || this.#tls === null) return;
    this.#times = { ...this.#times, tlsUs: this.#endStage() };
    const { fault, certificateExpiresAtMs } = checkPeer(this.#tls, this.#route);
    this.#certificateExpiresAtMs = certificateExpiresAtMs;
    if (fault === null) this.#opened();
    else this.#end({ outcome: 'tls_error', detail: fault, isPeers: true, isOrderly: false });
  }

  #opened(): void {
    this.#stage = 'open';
    this.#phase = 'query';
    this.#events.onOpen();
  }

  /** Tells of the end of a stage, and returns how long it took. */
  #endStage(): number {
    const sight = this.look();
    const lateMs = latenessMs(sight, this.#stageStartedAtMs);
    const tookMs = sight.seenAtMs - this.#stageStartedAtMs - lateMs;
    this.#stageStartedAtMs = sight.seenAtMs;
    this.#events.onStage(sight);
    return Math.max(1, Math.round(tookMs * 1e3));
  }

  /** Listens until the socket is gone: an error that nobody hears would end the process. */
  #watch(socket: Socket): void {
    socket.on('error', (error) => {
      if (this.#stage !== 'ended') this.#end(endByError(error, this.#stage));
    });
    const closed = (): void => {
      if (this.#stage !== 'ended' && socket === this.socket) this.#end(endByClose(this.#stage));
    };
    socket.on('end', closed);
    socket.on('close', closed);
  }

  #end(end: StreamEnd): void {
    this.close();
    this.#events.onEnd(end);
  }
}

function connectOptions(endpoint: Endpoint): TcpNetConnectOpts {
  const { address, port, source } = endpoint;
  return {
    host: address,
    port,
    family: familyOf(endpoint),
    noDelay: true,
    autoSelectFamily: false,
    ...(source === undefined ? {} : { localAddress: source }),
  };
}

function afterTicks(ticks: number, callback: () => void): void {
  process.nextTick(() => (ticks <= 1 ? callback() : afterTicks(ticks - 1, callback)));
}
