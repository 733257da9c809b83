import { rrTypeOf } from './rr-type.js';

/** One field of a record's data; `rest`, `hex`, `base64`, `strings` and `bitmap` go on to its end. */
export type RdataField =
  | 'u8'
  | 'u16'
  | 'u32'
  | 'ipv4'
  | 'ipv6'
  | 'name'
  | 'type'
  | 'time'
  | 'string'
  | 'strings'
  | 'tag'
  | 'rest'
  | 'hex'
  | 'base64'
  | 'bitmap';

/** The fields of a type's data in a row; `undefined` for types without a form of their own (RFC 3597). */
export function rdataLayout(type: number): readonly RdataField[] | undefined {
  return BY_TYPE[type];
}

const LAYOUTS: Readonly<Record<string, readonly RdataField[]>> = {
  A: ['ipv4'],
  AAAA: ['ipv6'],
  NS: ['name'],
  CNAME: ['name'],
  PTR: ['name'],
  DNAME: ['name'],
  MX: ['u16', 'name'],
  RP: ['name', 'name'],
  SRV: ['u16', 'u16', 'u16', 'name'],
  SOA: ['name', 'name', 'u32', 'u32', 'u32', 'u32', 'u32'],
  DS: ['u16', 'u8', 'u8', 'hex'],
  CDS: ['u16', 'u8', 'u8', 'hex'],
  DNSKEY: ['u16', 'u8', 'u8', 'base64'],
  CDNSKEY: ['u16', 'u8', 'u8', 'base64'],
  TLSA: ['u8', 'u8', 'u8', 'hex'],
  SMIMEA: ['u8', 'u8', 'u8', 'hex'],
  SSHFP: ['u8', 'u8', 'hex'],
  RRSIG: ['type', 'u8', 'u8', 'u32', 'time', 'time', 'u16', 'name', 'base64'],
  NAPTR: ['u16', 'u16', 'string', 'string', 'string', 'name'],
  HINFO: ['string', 'string'],
  CAA: ['u8', 'tag', 'rest'],
  TXT: ['strings'],
  SPF: ['strings'],
  NSEC: ['name', 'bitmap'],
};

/** By number, for the receive path. */
const BY_TYPE: readonly (readonly RdataField[] | undefined)[] = Object.entries(LAYOUTS).reduce<
  (readonly RdataField[] | undefined)[]
>((byType, [mnemonic, layout]) => {
  byType[rrTypeOf(mnemonic) ?? 0] = layout;
  return byType;
}, new Array<undefined>(0x102).fill(undefined));
