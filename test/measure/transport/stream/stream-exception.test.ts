import { describe, expect, it } from 'vitest';

import type { AttemptEnd, AttemptRequest } from '../../../../src/measure/attempt.js';
import type { Route } from '../../../../src/measure/route.js';
import { dnsReply } from '../../../support/dns-reply.js';
import { startStreamResponder, tcpFrame } from '../../../support/dns-tcp-responder.js';
import { startDohResponder } from '../../../support/doh-responder.js';
import { streamBench } from '../../../support/stream-bench.js';
import { dohRoute, requestFor, streamRoute } from '../../../support/stream-rig.js';
import { hasOpenssl, makeTestCa, makeTestCertificate } from '../../../support/test-certificate.js';

const NAME = 'dns.example.org';
const bench = streamBench();
const ca = hasOpenssl ? makeTestCa() : { cert: '', key: '' };
const tls = hasOpenssl ? makeTestCertificate([NAME], { issuer: ca }) : { cert: '', key: '' };

const broken = (): never => {
  throw new Error('out of order');
};

async function ask(route: Route, changes: Partial<AttemptRequest> = {}): Promise<AttemptEnd> {
  const rig = bench.rig({ ca: [ca.cert] });
  const channel = rig.channel(route);
  const request = { ...requestFor(route, {}), ...changes };
  const end = await new Promise<AttemptEnd>((resolve) =>
    channel.ask(request, { turn: 0, sendByMs: Infinity }, resolve),
  );
  channel.close();
  expect(rig.held).toBe(0);
  return end;
}

describe.each(['cold', 'warm'] as const)('an exception within the code of streams (%s)', (reuse) => {
  it('costs one attempt when a query is sent', async () => {
    const { port } = bench.kept(await startStreamResponder({}));
    const { query } = requestFor(streamRoute(port), {});
    const end = await ask(streamRoute(port, { reuse }), { query: { ...query, bytes: broken } });
    expect(end).toMatchObject({ outcome: 'prober_error', detail: 'Error: out of order', sentAtMs: null });
  });

  it('costs one attempt when a reply is judged', async () => {
    const { port } = bench.kept(
      await startStreamResponder({ onQuery: (query, to) => void to.write(tcpFrame(dnsReply(query))) }),
    );
    const { query } = requestFor(streamRoute(port), {});
    const request = {
      bytes: query.bytes,
      get question(): never {
        return broken();
      },
    };
    const end = await ask(streamRoute(port, { reuse }), { query: request });
    expect(end).toMatchObject({ outcome: 'prober_error', detail: 'Error: out of order' });
  });

  it.skipIf(!hasOpenssl)('costs the attempts of one connection when HTTP/2 cannot be begun on it', async () => {
    const { port } = bench.kept(await startDohResponder(tls, () => undefined));
    const noAuthority = await ask(dohRoute(port, { reuse, authority: ':' }));
    expect(noAuthority).toMatchObject({ outcome: 'prober_error' });
  });
});
