/** Mnemonics of resource record types (IANA "Resource Record (RR) TYPEs"); other types are written `TYPE123` (RFC 3597 §5). */
const TYPES: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  NULL: 10,
  HINFO: 13,
  PTR: 12,
  MX: 15,
  TXT: 16,
  RP: 17,
  AFSDB: 18,
  SIG: 24,
  KEY: 25,
  AAAA: 28,
  LOC: 29,
  SRV: 33,
  NAPTR: 35,
  KX: 36,
  CERT: 37,
  DNAME: 39,
  OPT: 41,
  APL: 42,
  DS: 43,
  SSHFP: 44,
  IPSECKEY: 45,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  DHCID: 49,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  SMIMEA: 53,
  HIP: 55,
  CDS: 59,
  CDNSKEY: 60,
  OPENPGPKEY: 61,
  CSYNC: 62,
  ZONEMD: 63,
  SVCB: 64,
  HTTPS: 65,
  SPF: 99,
  EUI48: 108,
  EUI64: 109,
  TKEY: 249,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  ANY: 255,
  URI: 256,
  CAA: 257,
  TA: 32768,
  DLV: 32769,
};

const MNEMONICS: ReadonlyMap<number, string> = new Map(Object.entries(TYPES).map(([name, code]) => [code, name]));

/** The number of a type's mnemonic (any case) or of `TYPE123`; `null` if there is none. */
export function rrTypeOf(text: string): number | null {
  return TYPES[text.toUpperCase()] ?? numbered(text, 'TYPE');
}

export function rrTypeText(code: number): string {
  return MNEMONICS.get(code) ?? `TYPE${String(code)}`;
}

const CLASSES: Readonly<Record<string, number>> = { IN: 1, CS: 2, CH: 3, HS: 4, NONE: 254, ANY: 255 };

/** The number of a class's mnemonic (any case) or of `CLASS123`; `null` if there is none. */
export function rrClassOf(text: string): number | null {
  return CLASSES[text.toUpperCase()] ?? numbered(text, 'CLASS');
}

function numbered(text: string, prefix: string): number | null {
  const upper = text.toUpperCase();
  if (!upper.startsWith(prefix) || !/^[0-9]{1,5}$/.test(upper.slice(prefix.length))) return null;
  const code = Number(upper.slice(prefix.length));
  return code <= 0xffff ? code : null;
}
