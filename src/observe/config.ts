import { Type } from 'typebox';

import { parseListen } from '../domain/endpoint.js';
import { httpUrl, name, section, text } from '../domain/setting.js';

const dnstapInput = section({
  listen: text({
    form: 'unix:PATH or tcp:address:port',
    check: listenFault,
    description: 'Where the resolver delivers its dnstap frames, such as unix:run/dnstap.sock or tcp:127.0.0.1:6000.',
  }),
  resolver: name('Name of the resolver that sends them.'),
  role: Type.Enum(['resolver', 'authoritative'], {
    default: 'resolver',
    description: 'What the sender is: a caching resolver, or an authoritative server.',
  }),
});

export const dnstapSchema = Type.Array(dnstapInput, { description: 'dnstap streams to listen to.' });

const collector = section({
  kind: Type.Enum(['dnsdist', 'pdns', 'pdns-recursor', 'unbound', 'bind', 'knot', 'host'], {
    description: 'The software (or `host`) whose own statistics are read.',
  }),
  name: name('Name under which the statistics appear.'),
  socket: Type.Optional(text({ form: 'path', description: 'Control socket of the software.' })),
  url: Type.Optional(httpUrl({ description: 'Address of its statistics over HTTP.' })),
  apiKey: Type.Optional(text({ secret: true, description: 'Key for its statistics over HTTP.' })),
});

export const collectSchema = Type.Array(collector, { description: "The resolvers' own statistics to collect." });

function listenFault(found: string): string | null {
  const isUnix = /^unix:./.test(found);
  const isTcp = found.startsWith('tcp:') && parseListen(found.slice(4)) !== null;
  return isUnix || isTcp
    ? null
    : 'must be unix:PATH or tcp:ADDRESS:PORT, such as unix:run/dnstap.sock or tcp:127.0.0.1:6000';
}
