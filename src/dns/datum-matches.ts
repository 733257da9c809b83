import type { RecordText } from './decode-message.js';

/**
 * Whether a record's data is exactly what a user wrote for it. Never a substring: `192.0.2.1` is not
 * `192.0.2.10`. What means the same counts as the same: names in any case, with or without the
 * final dot; IPv6 addresses in any spelling; the text of a TXT record with or without its quotes.
 */
export function datumMatches(record: RecordText, expected: string): boolean {
  if (record.data === expected) return true;
  switch (record.type) {
    case 'AAAA':
      return record.data === canonicalIpv6(expected);
    case 'NS':
    case 'CNAME':
    case 'PTR':
    case 'DNAME':
    case 'MX':
    case 'SRV':
    case 'SOA':
    case 'RP':
      return sameFields(record.data, expected);
    case 'TXT':
    case 'SPF':
      return plainText(record) === expected;
    case 'DS':
    case 'CDS':
    case 'TLSA':
    case 'SMIMEA':
      return digestFields(record.data, 3) === digestFields(expected, 3);
    case 'SSHFP':
      return digestFields(record.data, 2) === digestFields(expected, 2);
    default:
      return collapse(record.data) === collapse(expected);
  }
}

/** An address in the shortest form (RFC 5952), as replies are shown; `null` if it is none. */
function canonicalIpv6(text: string): string | null {
  if (!text.includes(':') || !/^[0-9a-f:.]+$/i.test(text)) return null;
  try {
    return new URL(`http://[${text}]/`).hostname.slice(1, -1);
  } catch {
    return null;
  }
}

function sameFields(data: string, expected: string): boolean {
  const actual = collapse(data).split(' ').map(canonicalField);
  const wanted = collapse(expected).split(' ').map(canonicalField);
  return actual.length === wanted.length && actual.every((field, index) => field === wanted[index]);
}

function canonicalField(field: string): string {
  const lower = field.toLowerCase();
  return lower === '.' || /^[0-9]+$/.test(lower) || lower.endsWith('.') ? lower : `${lower}.`;
}

/** Numbers, then hexadecimal digits, which some tools show in groups. */
function digestFields(data: string, numbers: number): string {
  const fields = collapse(data).split(' ');
  return [...fields.slice(0, numbers), fields.slice(numbers).join('')].join(' ').toLowerCase();
}

function collapse(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

/** The strings of a TXT record run together, escapes resolved, read as UTF-8; other data as it is. */
export function plainText(record: RecordText): string {
  if (record.type !== 'TXT' && record.type !== 'SPF') return record.data;
  const bytes = record.data
    .replaceAll(/^"|"$/g, '')
    .replaceAll('" "', '')
    .replaceAll(/\\([0-9]{3}|.)/g, (_, escape: string) =>
      escape.length === 3 ? String.fromCharCode(Number(escape)) : escape,
    );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
