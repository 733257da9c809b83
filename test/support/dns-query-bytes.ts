import { encode, type PacketOpt, type RecordType } from 'dns-packet';

export interface QueryBytesOptions {
  readonly id?: number;
  readonly qtype?: RecordType;
  readonly edns?: {
    readonly udpSize?: number;
    readonly version?: number;
    readonly dnssecOk?: boolean;
    readonly nsid?: boolean;
  };
}

/** A query as some other program would send it, without our own encoder. */
export function dnsQueryBytes(qname: string, options: QueryBytesOptions = {}): Buffer {
  const { id = 4711, qtype = 'A', edns } = options;
  const nsid = { code: 3, data: Buffer.alloc(0) } as unknown as PacketOpt;
  return encode({
    type: 'query',
    id,
    flags: 0x0100,
    questions: [{ type: qtype, name: qname }],
    additionals:
      edns === undefined
        ? []
        : [
            {
              type: 'OPT',
              name: '.',
              udpPayloadSize: edns.udpSize ?? 1232,
              extendedRcode: 0,
              ednsVersion: edns.version ?? 0,
              flags: edns.dnssecOk === true ? 0x8000 : 0,
              flag_do: edns.dnssecOk ?? false,
              options: edns.nsid === true ? [nsid] : [],
            },
          ],
  });
}
