import { connect as connectTcp, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { errorCode } from './error-text.js';

/** Where a connection shall lead; TLS is verified for `host`, whatever address it is made to. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** PEM certificates trusted instead of the system's; `null`: the system's. */
  readonly ca: string | null;
}

export interface ConnectTiming {
  /** After how long the next address is tried beside one that is still silent (RFC 8305 §5). */
  readonly staggerMs: number;
  readonly deadlineMs: number;
}

export type ConnectOutcome =
  | { readonly kind: 'connected'; readonly address: string; readonly socket: Socket }
  | { readonly kind: 'failed'; readonly cause: string };

/**
 * Tries addresses in order, the next one as soon as one fails or stays silent, and gives the first
 * connection that is complete (with TLS: verified). Never rejects; the other sockets are destroyed.
 */
export function connectFirst(
  addresses: readonly string[],
  destination: Destination,
  timing: ConnectTiming,
): Promise<ConnectOutcome> {
  return new Promise((resolve) => new ConnectRace(addresses, destination, timing, resolve).start());
}

class ConnectRace {
  readonly #addresses: readonly string[];
  readonly #destination: Destination;
  readonly #timing: ConnectTiming;
  readonly #resolve: (outcome: ConnectOutcome) => void;
  readonly #open = new Map<string, Socket>();
  readonly #failures: string[] = [];
  #next = 0;
  #stagger: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;

  constructor(
    addresses: readonly string[],
    destination: Destination,
    timing: ConnectTiming,
    resolve: (outcome: ConnectOutcome) => void,
  ) {
    this.#addresses = [...new Set(addresses)];
    this.#destination = destination;
    this.#timing = timing;
    this.#resolve = resolve;
  }

  start(): void {
    this.#deadline = setTimeout(() => this.#giveUp(), this.#timing.deadlineMs);
    this.#tryNext();
  }

  #tryNext(): void {
    clearTimeout(this.#stagger);
    const address = this.#addresses[this.#next++];
    if (address === undefined) {
      if (this.#open.size === 0) this.#giveUp();
      return;
    }
    this.#dial(address);
    this.#stagger = setTimeout(() => this.#tryNext(), this.#timing.staggerMs);
  }

  #dial(address: string): void {
    const socket = openSocket(address, this.#destination);
    this.#open.set(address, socket);
    socket.once(this.#destination.tls ? 'secureConnect' : 'connect', () => this.#win(address, socket));
    // Stays on the socket for good: an error between the connection's success and its use must not be uncaught.
    socket.on('error', (error) => this.#lose(address, error));
  }

  #win(address: string, socket: Socket): void {
    this.#open.delete(address);
    this.#end({ kind: 'connected', address, socket });
  }

  #lose(address: string, error: Error): void {
    if (!this.#open.delete(address)) return;
    this.#failures.push(`${errorCode(error)} ${withPort(address, this.#destination.port)}`);
    this.#tryNext();
  }

  #giveUp(): void {
    for (const address of this.#open.keys()) {
      this.#failures.push(`ETIMEDOUT ${withPort(address, this.#destination.port)}`);
    }
    this.#end({ kind: 'failed', cause: this.#failures.join(', ') || 'no address to connect to' });
  }

  #end(outcome: ConnectOutcome): void {
    clearTimeout(this.#stagger);
    clearTimeout(this.#deadline);
    const rest = [...this.#open.values()];
    this.#open.clear();
    for (const socket of rest) socket.destroy();
    this.#resolve(outcome);
  }
}

function openSocket(address: string, { host, port, tls, ca }: Destination): Socket {
  if (!tls) return connectTcp({ host: address, port, noDelay: true });
  return connectTls({
    host: address,
    port,
    ALPNProtocols: ['http/1.1'],
    // RFC 6066 §3 allows no address as server name; Node then verifies against `host`.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === null ? {} : { ca }),
  });
}

function withPort(address: string, port: number): string {
  return isIPv6(address) ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}
