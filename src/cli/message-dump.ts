import { decodeMessage, type DnsMessage, type MessageFlags, type RecordText } from '../dns/decode-message.js';
import { nameText } from '../dns/name.js';
import { rcodeText } from '../dns/rcode.js';
import { rrTypeText } from '../dns/rr-type.js';
import { printable } from '../domain/printable.js';

/** A DNS message section by section, as dig writes it; `null` if the bytes are none. */
export function messageDump(bytes: Uint8Array): readonly string[] | null {
  const message = decodeMessage(bytes);
  return message && [...head(message), ...sections(message)].map(printable);
}

const FLAGS: readonly (keyof MessageFlags)[] = ['aa', 'tc', 'rd', 'ra', 'ad', 'cd'];

function head({ id, isResponse, opcode, rcode, flags, edns, questions }: DnsMessage): string[] {
  const set = [...(isResponse ? ['qr'] : []), ...FLAGS.filter((flag) => flags[flag])];
  return [
    `;; id ${String(id)}, opcode ${String(opcode)}, rcode ${rcodeText(rcode)}, flags ${set.join(' ')}`,
    ...(edns === null
      ? []
      : [`;; EDNS version ${String(edns.version)}, UDP size ${String(edns.udpSize)}${edns.do ? ', do' : ''}`]),
    ...(edns?.nsid == null ? [] : [`;; NSID ${edns.nsid}`]),
    ...(edns?.ede ?? []).map(({ code, text }) => `;; EDE ${String(code)}: ${text}`),
    ';; question',
    ...questions.map(({ name, type, class: klass }) => `${nameText(name)} ${classText(klass)} ${rrTypeText(type)}`),
  ];
}

function sections({ answers, authorities, additionals }: DnsMessage): string[] {
  return [...section('answer', answers), ...section('authority', authorities), ...section('additional', additionals)];
}

function section(title: string, records: readonly RecordText[]): string[] {
  if (records.length === 0) return [];
  const lines = records.map(
    ({ name, ttlSeconds, class: klass, type, data }) =>
      `${name} ${String(ttlSeconds)} ${classText(klass)} ${type} ${data}`,
  );
  return [`;; ${title}`, ...lines];
}

/** RFC 1035 §3.2.4, else as RFC 3597 §5 writes it. */
function classText(klass: number): string {
  return { 1: 'IN', 3: 'CH', 4: 'HS' }[klass] ?? `CLASS${String(klass)}`;
}

const BYTES_A_LINE = 16;

/** Offset, bytes in hex, and what of them is printable ASCII. */
export function hexDump(bytes: Uint8Array): readonly string[] {
  return Array.from({ length: Math.ceil(bytes.length / BYTES_A_LINE) }, (_, line) => {
    const part = [...bytes.subarray(line * BYTES_A_LINE, (line + 1) * BYTES_A_LINE)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    return `${(line * BYTES_A_LINE).toString(16).padStart(4, '0')}  ${hex.padEnd(BYTES_A_LINE * 3 - 1)}  ${ascii}`;
  });
}
