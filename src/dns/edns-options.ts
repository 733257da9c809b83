import { addressFamily } from '../domain/ip-address.js';
import { DnsError } from './errors.js';

/** What the OPT record of a query holds besides sizes and flags. */
export interface EdnsOptions {
  readonly nsid: boolean;
  /** Client subnet to claim: `192.0.2.0/24`, `2001:db8::/48`. */
  readonly ecs?: string;
  /** Pad the message to a multiple of so many bytes. */
  readonly padding?: number;
}

const NSID = 3;
const CLIENT_SUBNET = 8;
const COOKIE = 10;
const PADDING = 12;
const OPTION_HEAD_BYTES = 4;

/**
 * The options of a query, encoded; `messageBytes` is the length of the message without them.
 * Throws `DnsError` `QUERY_INVALID` for a client subnet that is no prefix.
 */
export function encodeOptions(options: EdnsOptions, cookie: Uint8Array | null, messageBytes: number): Uint8Array {
  const { nsid, ecs, padding } = options;
  const fields = [
    ...(nsid ? [option(NSID, [])] : []), // RFC 5001 §2.1: sent empty
    ...(ecs === undefined ? [] : [option(CLIENT_SUBNET, clientSubnet(ecs))]),
    ...(cookie === null ? [] : [option(COOKIE, cookie)]),
  ].flat();
  // RFC 8467 §3: the padding option comes last, since it depends on the length of all the others.
  if (padding !== undefined) fields.push(...option(PADDING, paddingFor(messageBytes + fields.length, padding)));
  return Uint8Array.from(fields);
}

function option(code: number, data: ArrayLike<number>): number[] {
  return [code >> 8, code & 0xff, data.length >> 8, data.length & 0xff, ...Array.from(data)];
}

/** RFC 7830 §3: bytes of zero. */
function paddingFor(messageBytes: number, blockBytes: number): Uint8Array {
  const beyond = (messageBytes + OPTION_HEAD_BYTES) % blockBytes;
  return new Uint8Array(beyond === 0 ? 0 : blockBytes - beyond);
}

/** RFC 7871 §6: family, source prefix length, scope 0, and no more of the address than the prefix covers. */
function clientSubnet(prefix: string): readonly number[] {
  const [address = '', lengthText = '', ...rest] = prefix.split('/');
  const family = addressFamily(address);
  const bits = /^[0-9]{1,3}$/.test(lengthText) ? Number(lengthText) : NaN;
  const isPrefix = family !== null && rest.length === 0 && bits <= (family === 4 ? 32 : 128);
  if (!isPrefix) throw invalid(prefix);
  const bytes = family === 4 ? address.split('.').map(Number) : ipv6Bytes(address);
  return [0, family === 4 ? 1 : 2, bits, 0, ...truncated(bytes, bits)];
}

/** The bytes that a prefix reaches into; the bits of the last one behind it are 0. */
function truncated(bytes: readonly number[], bits: number): readonly number[] {
  return bytes
    .slice(0, Math.ceil(bits / 8))
    .map((byte, index) => byte & (0xff00 >> Math.min(8, bits - index * 8)) & 0xff);
}

/** Of an address literal that is one. */
function ipv6Bytes(address: string): readonly number[] {
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const between = new Array<number>(16 - before.length - after.length).fill(0);
  return [...before, ...between, ...after];
}

function groupsOf(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
}

function invalid(found: string): DnsError {
  const required = 'an address prefix such as 192.0.2.0/24';
  return new DnsError(
    'QUERY_INVALID',
    `build a query: its client subnet must be ${required}; found ${JSON.stringify(found)}`,
  );
}
