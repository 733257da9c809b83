import { uint16 } from './walk-message.js';

/** What the OPT record of a reply says (RFC 6891 §6.1.2). */
export interface EdnsReply {
  readonly udpSize: number;
  readonly version: number;
  readonly do: boolean;
  /** The NSID option (RFC 5001) as text, as hex where it is not UTF-8; `null` if there is none. */
  readonly nsid: string | null;
  /** Extended DNS Errors (RFC 8914). */
  readonly ede: readonly { readonly code: number; readonly text: string }[];
}

const NSID = 3;
const EDE = 15;
const OPTION_HEAD_BYTES = 4;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

export interface ReadOpt {
  /** `null` unless the options fill the record. */
  readonly whole: EdnsReply | null;
  /** With the options that come before the first that is cut. */
  readonly partial: EdnsReply;
}

/** Reads the OPT record whose data is from `start` to `end`; class and TTL stand right before. */
export function readOpt(message: Buffer, start: number, end: number): ReadOpt {
  const ede: { code: number; text: string }[] = [];
  let nsid: string | null = null;
  let offset = start;
  while (offset + OPTION_HEAD_BYTES <= end) {
    const code = uint16(message, offset);
    const data = message.subarray(offset + OPTION_HEAD_BYTES, offset + OPTION_HEAD_BYTES + uint16(message, offset + 2));
    const isCut = offset + OPTION_HEAD_BYTES + uint16(message, offset + 2) > end;
    if (isCut || (code === EDE && data.length < 2)) break;
    if (code === NSID) nsid = textOrHex(data);
    if (code === EDE) ede.push({ code: uint16(data, 0), text: data.toString('utf8', 2) });
    offset += OPTION_HEAD_BYTES + data.length;
  }
  const flags = uint16(message, start - 4);
  const partial = {
    udpSize: uint16(message, start - 8),
    version: message[start - 5] ?? 0,
    do: (flags & 0x8000) !== 0,
    nsid,
    ede,
  };
  return { whole: offset === end ? partial : null, partial };
}

function textOrHex(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return bytes.toString('hex');
  }
}
