import { buildQuery, type QueryContent, type Variation } from './build-query.js';
import type { AskedQuestion } from './question.js';

/** A query made ready: only its id is missing. */
export interface PreparedQuery {
  readonly question: AskedQuestion;
  /**
   * The message under this id, in memory that belongs to the query: valid until the next call, so
   * who keeps it must copy it.
   */
  readonly bytes: (id: number) => Uint8Array;
}

/** Encodes a query once. Throws `DnsError` `QUERY_INVALID` for what cannot be asked for. */
export function prepareQuery(content: QueryContent, variation?: Variation): PreparedQuery {
  const { question, bytes } = buildQuery(content, 0, variation);
  return {
    question,
    bytes: (id) => {
      bytes[0] = id >> 8;
      bytes[1] = id & 0xff;
      return bytes;
    },
  };
}
