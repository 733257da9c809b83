import { decode } from 'dns-packet';
import { describe, expect, it } from 'vitest';

import { buildQuery } from '../../src/dns/build-query.js';
import { decodeMessage } from '../../src/dns/decode-message.js';
import { sampleQuery } from '../support/dns-samples.js';

describe('buildQuery()', () => {
  it('is read by dns-packet as it was meant', () => {
    const query = sampleQuery({ edns: { udpSize: 1400, do: true, nsid: true }, cd: true, qtype: 'AAAA' });
    const decoded = decode(Buffer.from(buildQuery(query, 0xabcd).bytes));
    expect(decoded).toMatchObject({ id: 0xabcd, type: 'query', opcode: 'QUERY', flag_rd: true, flag_cd: true });
    expect(decoded.questions).toEqual([{ name: 'www.example.org', type: 'AAAA', class: 'IN' }]);
    expect(decoded.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1400, flag_do: true, ednsVersion: 0 }]);
    expect(decoded.additionals?.[0]).toHaveProperty('options.0.code', 3);
  });

  it('carries EDNS(0) on every query, even a bare one', () => {
    const query = sampleQuery({ rd: false, edns: { udpSize: 1232, do: false, nsid: false } });
    const message = decodeMessage(buildQuery(query, 1).bytes);
    expect(message?.edns).toEqual({ udpSize: 1232, version: 0, do: false, nsid: null, ede: [] });
    expect(message?.flags).toMatchObject({ rd: false, cd: false });
  });

  it('asks for types and classes by number too', () => {
    const { question } = buildQuery(sampleQuery({ qtype: 'TYPE65280', qclass: 'CH' }), 1);
    expect(question).toMatchObject({ type: 65280, class: 3 });
    expect(buildQuery(sampleQuery({ qtype: 'https' }), 1).question.type).toBe(65);
  });

  it.each([
    [{ qtype: 'NONSENSE' }, 'its type must be'],
    [{ qtype: 'TYPE70000' }, 'its type must be'],
    [{ qtype: 'OPT' }, 'its type must be'],
    [{ qclass: 'XX' }, 'its class must be'],
    [{ qname: 'a..b' }, 'labels that are not empty'],
  ])('refuses %j with its reason', (changes, message) => {
    expect(() => buildQuery(sampleQuery(changes), 1)).toThrow(message);
  });
});
