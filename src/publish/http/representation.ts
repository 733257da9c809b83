import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import type { ContentEncoding } from './negotiate-encoding.js';

/**
 * The bytes of one resource as they are served. Each encoding is made once, when first asked for,
 * on zlib's threads: a listener never compresses in the event loop, nor for nobody.
 */
export class Representation {
  readonly contentType: string;
  readonly body: Buffer;
  readonly #encoded = new Map<ContentEncoding, Promise<Buffer>>();
  #hash: string | null = null;

  constructor(contentType: string, body: string | Buffer) {
    this.contentType = contentType;
    this.body = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  }

  /** Changes whenever the content does; 16 characters safe in a URL. */
  get hash(): string {
    this.#hash ??= createHash('sha256').update(this.body).digest('base64url').slice(0, 16);
    return this.#hash;
  }

  /** A strong entity tag: bytes differ by encoding, so it does too (RFC 9110 §8.8.3). */
  etag(encoding: ContentEncoding): string {
    return encoding === 'identity' ? `"${this.hash}"` : `"${this.hash}-${encoding}"`;
  }

  encoded(encoding: ContentEncoding): Promise<Buffer> {
    const known = this.#encoded.get(encoding);
    if (known !== undefined) return known;
    const made = compress(this.body, encoding);
    this.#encoded.set(encoding, made);
    return made;
  }

  /** Makes the encodings that were asked of what this one replaces, so that nobody waits for them. */
  async prepareAs(predecessor: Representation | null): Promise<void> {
    if (predecessor === null || !this.isWorthCompressing) return;
    await Promise.all([...predecessor.#encoded.keys()].map((encoding) => this.encoded(encoding)));
  }

  /** Below about a packet's size compressing only costs. */
  get isWorthCompressing(): boolean {
    return this.body.length > 1_000;
  }
}

export function jsonRepresentation(value: unknown): Representation {
  return new Representation('application/json; charset=utf-8', JSON.stringify(value));
}

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

/** Quality 5 takes a few milliseconds for a page of 100 SLOs; 11 would take a second. */
const BROTLI_QUALITY = 5;

async function compress(body: Buffer, encoding: ContentEncoding): Promise<Buffer> {
  switch (encoding) {
    case 'br':
      return brotliAsync(body, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        },
      });
    case 'gzip':
      return gzipAsync(body, { level: 6 });
    case 'identity':
      return body;
    default:
      return encoding satisfies never;
  }
}
