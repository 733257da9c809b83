import { isIPv6 } from 'node:net';
import { createSecureContext } from 'node:tls';

import { Client, compressionAlgorithms, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';

import { SECOND_MS } from '../../domain/clock.js';
import { candidates, type GoodAddressMemory } from '../outbound/good-address-memory.js';
import type { LookUp } from '../outbound/look-up.js';
import type { OtlpConfig } from './otlp-schema.js';

const PATH = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';
const DEADLINE_MS = 10 * SECOND_MS;
export interface OtlpSenderOptions {
  readonly config: Pick<OtlpConfig, 'endpoint' | 'headers'>;
  readonly lookUp: LookUp;
  readonly memory: GoodAddressMemory;
  readonly version: string;
  /** Default: 10 s. */
  readonly deadlineMs?: number;
}

/** What became of a message. A `cause` is short and holds no header. */
export type OtlpSent =
  /** `rejected`: of its points so many were not taken, and why. */
  | { readonly kind: 'taken'; readonly rejected: { readonly points: number; readonly message: string } | null }
  | { readonly kind: 'failed'; readonly cause: string };

/**
 * Sends messages to one endpoint. The host name is looked up as all that we call, and the channel is made to the
 * address, while the certificate is verified for the name; an address at which nothing is reached is left for the next.
 */
export class OtlpSender {
  readonly #options: OtlpSenderOptions;
  readonly #host: string;
  readonly #port: number;
  readonly #isTls: boolean;
  #open: { readonly address: string; readonly client: Client } | null = null;

  constructor(options: OtlpSenderOptions) {
    this.#options = options;
    const url = new URL(options.config.endpoint);
    this.#host = url.hostname.replace(/^\[|\]$/g, '');
    this.#isTls = url.protocol === 'https:';
    this.#port = Number(url.port) || (this.#isTls ? 443 : 80);
  }

  /** Never rejects. */
  async send(message: Uint8Array): Promise<OtlpSent> {
    const found = await this.#addresses();
    if (typeof found === 'string') return { kind: 'failed', cause: found };
    let cause = '';
    for (const address of found) {
      const answer = await this.#call(address, message);
      if (answer.error === null) {
        void this.#options.memory.remember(this.#host, address);
        return { kind: 'taken', rejected: rejectedIn(answer.bytes) };
      }
      const { code } = answer.error;
      cause = this.#causeOf(answer.error, address);
      // What was answered would be answered elsewhere too.
      if (code !== status.UNAVAILABLE && code !== status.DEADLINE_EXCEEDED) break;
      this.#close();
    }
    this.#options.lookUp.forget(this.#host);
    return { kind: 'failed', cause };
  }

  close(): void {
    this.#close();
  }

  /** Where to send, in order; or why nobody knows. The address that is in use comes first. */
  async #addresses(): Promise<readonly string[] | string> {
    const { lookUp, memory } = this.#options;
    const [found, lastGood] = await Promise.all([lookUp.find(this.#host), memory.lastGood(this.#host)]);
    const all = candidates(found.kind === 'found' ? found.addresses : [], lastGood);
    if (all.length > 0) return all;
    return `look-up of ${this.#host} failed: ${found.kind === 'failed' ? found.cause : 'no addresses'}`;
  }

  #call(address: string, message: Uint8Array): Promise<Answer> {
    const { headers } = this.#options.config;
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    const deadline = Date.now() + (this.#options.deadlineMs ?? DEADLINE_MS);
    const asIs = (bytes: Buffer): Buffer => bytes;
    return new Promise((resolve) => {
      this.#clientAt(address).makeUnaryRequest(
        PATH,
        asIs,
        asIs,
        Buffer.from(message),
        metadata,
        { deadline },
        (error, bytes) => resolve(error === null ? { error, bytes: bytes ?? Buffer.alloc(0) } : { error }),
      );
    });
  }

  #clientAt(address: string): Client {
    if (this.#open?.address === address) return this.#open.client;
    this.#close();
    const target = `${isIPv6(address) ? `ipv6:[${address}]` : `ipv4:${address}`}:${String(this.#port)}`;
    const authority = `${isIPv6(this.#host) ? `[${this.#host}]` : this.#host}:${String(this.#port)}`;
    // Of the process's own making, so that it trusts whom all other connections do.
    const trusted = this.#isTls
      ? credentials.createFromSecureContext(createSecureContext())
      : credentials.createInsecure();
    const client = new Client(target, trusted, {
      'grpc.default_authority': authority,
      ...(this.#isTls ? { 'grpc.ssl_target_name_override': this.#host } : {}),
      'grpc.default_compression_algorithm': compressionAlgorithms.gzip,
      'grpc.primary_user_agent': `resolver-slo/${this.#options.version}`,
      // Proxies of the environment would see the key.
      'grpc.enable_http_proxy': 0,
    });
    this.#open = { address, client };
    return client;
  }

  #close(): void {
    this.#open?.client.close();
    this.#open = null;
  }

  /** Details may quote what was sent: only those of connections are told, without what we sent in headers. */
  #causeOf({ code, details }: ServiceError, address: string): string {
    const name = status[code];
    const words = Object.values(this.#options.config.headers).reduce(
      (text, secret) => text.replaceAll(secret, '***'),
      details.slice(0, 300),
    );
    return `${name} ${address}: ${words}`;
  }
}

type Answer = { readonly error: null; readonly bytes: Buffer } | { readonly error: ServiceError };

function rejectedIn(answer: Buffer): { readonly points: number; readonly message: string } | null {
  const { partialSuccess } = ProtobufMetricsSerializer.deserializeResponse(answer);
  const points = partialSuccess?.rejectedDataPoints ?? 0;
  const message = partialSuccess?.errorMessage ?? '';
  return points === 0 && message === '' ? null : { points, message };
}
