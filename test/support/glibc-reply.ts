import type { Kind } from './glibc-stub.js';

const [AA, TC, RA] = [0x0400, 0x0200, 0x0080];
/** Owner: the question's; an address, and a name server of the same name. */
const A_RECORD = Buffer.from('c00c000100010000003c0004c0000207', 'hex');
const NS_RECORD = Buffer.from('c00c000200010000003c0002c00c', 'hex');

/** What a name server of this kind replies to a query; `null`: nothing. */
export function glibcReply(kind: Kind, query: Buffer): Buffer | null {
  switch (kind) {
    case 'dead':
    case 'closed':
      return null;
    case 'ok':
      return reply(query, RA, { answers: [A_RECORD] });
    case 'nxdomain':
      return reply(query, RA | 3);
    case 'formerr':
      return reply(query, RA | 1);
    case 'servfail':
      return reply(query, RA | 2);
    case 'notimp':
      return reply(query, RA | 4);
    case 'refused':
      return reply(query, RA | 5);
    case 'no data':
      return reply(query, RA);
    case 'authoritative no data':
      return reply(query, AA);
    case 'lame':
      return reply(query, 0);
    case 'lame referral':
      return reply(query, 0, { authorities: [NS_RECORD] });
    case 'lame with additional':
      return reply(query, 0, { additionals: [A_RECORD] });
    case 'short':
      return query.subarray(0, 8);
    case 'broken':
      return reply(query, RA, { answers: [Buffer.from('ffffff', 'hex')] });
    case 'truncated':
      return reply(query, RA | TC);
    default:
      return kind satisfies never;
  }
}

interface Records {
  readonly answers?: readonly Buffer[];
  readonly authorities?: readonly Buffer[];
  readonly additionals?: readonly Buffer[];
}

/** With an OPT record if the query had one, as resolvers do. */
function reply(
  query: Buffer,
  flags: number,
  { answers = [], authorities = [], additionals = [] }: Records = {},
): Buffer {
  const hasOpt = query.readUInt16BE(10) > 0;
  const opt = hasOpt ? [Buffer.from('00002904d0000000000000', 'hex')] : [];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  const counts = [1, answers.length, authorities.length, additionals.length + opt.length];
  header.writeUInt16BE(0x8100 | flags, 2);
  counts.forEach((count, i) => header.writeUInt16BE(count, 4 + 2 * i));
  const question = query.subarray(12, endOfQuestion(query));
  return Buffer.concat([header, question, ...answers, ...authorities, ...additionals, ...opt]);
}

function endOfQuestion(query: Buffer): number {
  let offset = 12;
  while (query.readUInt8(offset) > 0) offset += 1 + query.readUInt8(offset);
  return offset + 5;
}
