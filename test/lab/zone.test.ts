import { decode } from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { decodeQuery, encodeResponse, type RecordType } from '../../src/dns/respond.js';
import { createZone } from '../../src/lab/zone.js';
import { dnsQueryBytes } from '../support/dns-query-bytes.js';

const record = (name: string, type: RecordType, data: string, secure = false) => ({
  name,
  type,
  ttlSeconds: 300,
  data,
  secure,
});

const zone = createZone([
  record('example.org', 'SOA', 'ns.example.org root.example.org 1 2 3 4 5'),
  record('www.example.org', 'A', '192.0.2.1', true),
  record('www.example.org', 'A', '192.0.2.2', true),
  record('alias.example.org', 'CNAME', 'WWW.example.org.'),
  record('loop.example.org', 'CNAME', 'loop.example.org'),
  record('*.probe.example.org', 'A', '192.0.2.3'),
  record('a.b.example.org', 'A', '192.0.2.4'),
]);

function ask(qname: string, qtype: RecordType) {
  const { exists, answers, authorities, isSecure } = zone.lookUp(qname, qtype);
  const query = decodeQuery(dnsQueryBytes(qname))!;
  const reply = decode(encodeResponse(query, { rcode: 0, answers, authorities }));
  return {
    exists,
    isSecure,
    answers: (reply.answers ?? []).map(
      (answer) => `${answer.name} ${answer.type} ${String((answer as { data: unknown }).data)}`,
    ),
    authorities: (reply.authorities ?? []).map((authority) => `${authority.name} ${authority.type}`),
  };
}

describe('createZone()', () => {
  it('gives all records of a name and type, whatever the case', () => {
    expect(ask('WWW.Example.ORG', 'A')).toEqual({
      exists: true,
      isSecure: true,
      answers: ['WWW.Example.ORG A 192.0.2.1', 'WWW.Example.ORG A 192.0.2.2'],
      authorities: [],
    });
  });

  it('follows a CNAME and is secure only if every record is', () => {
    expect(ask('alias.example.org', 'A')).toMatchObject({
      isSecure: false,
      answers: [
        'alias.example.org CNAME WWW.example.org',
        'www.example.org A 192.0.2.1',
        'www.example.org A 192.0.2.2',
      ],
    });
  });

  it('ends a circle of CNAMEs', () => {
    expect(ask('loop.example.org', 'A').answers).toHaveLength(8);
  });

  it('answers below a wildcard in the name that was asked for, at any depth', () => {
    expect(ask('x.y.probe.example.org', 'A').answers).toEqual(['x.y.probe.example.org A 192.0.2.3']);
  });

  it('tells a name without such records from a name that does not exist, with the SOA in both', () => {
    expect(ask('www.example.org', 'MX')).toMatchObject({ exists: true, answers: [], authorities: ['example.org SOA'] });
    expect(ask('b.example.org', 'A')).toMatchObject({ exists: true, answers: [] });
    expect(ask('nowhere.example.org', 'A')).toMatchObject({
      exists: false,
      answers: [],
      authorities: ['example.org SOA'],
    });
    expect(ask('example.net', 'A')).toMatchObject({ exists: false, authorities: [] });
  });

  it('lets a wildcard at the root answer for every name', () => {
    const everywhere = createZone([record('*', 'A', '192.0.2.9')]);
    expect(everywhere.lookUp('a.b.example.net', 'A').answers).toHaveLength(1);
    expect(everywhere.lookUp('.', 'NS')).toMatchObject({ answers: [] });
  });
});
