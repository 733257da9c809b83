import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeLoneHost, type LoneHost } from '../support/lone-host.js';
import { canMakeNamespaces } from '../support/routed-network.js';
import { type RunningCli, startCliIn } from '../support/run-cli.js';

const PORTS = 10;
const COUNT = 16;

interface Report {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly outcome: string; readonly detail: string }[];
}

describe.skipIf(!canMakeNamespaces)('a host whose local ports are all taken by connections just closed', () => {
  let host: LoneHost;
  let lab: RunningCli;

  beforeAll(async () => {
    // As between two machines: a port is not taken again for 60 s.
    host = makeLoneHost(`net.ipv4.ip_local_port_range=40000 ${String(40_000 + PORTS - 1)}`, 'net.ipv4.tcp_tw_reuse=0');
    lab = startCliIn(host.wrapper, 'lab', '--listen', '127.0.0.1:5300');
    await lab.untilStdout('lab answers on');
  }, 60_000);

  afterAll(async () => {
    lab.signal('SIGINT');
    await lab.done;
    host.close();
  });

  it.each([
    ['chosen by the kernel', [], 'EADDRNOTAVAIL'],
    ['given', ['--source', '127.0.0.7'], 'EADDRINUSE'],
  ] as const)(
    'is to blame itself for attempts by new connections (source address %s)',
    async (_, source, detail) => {
      const { outcomes, failures } = await ask('--count', String(COUNT), ...source);
      expect(outcomes).toEqual({ answered: PORTS, prober_error: COUNT - PORTS });
      expect(new Set(failures.map((each) => `${each.outcome} ${each.detail}`))).toEqual(
        new Set([`prober_error ${detail}`]),
      );
    },
    60_000,
  );

  async function ask(...more: readonly string[]): Promise<Report> {
    const asked = ['127.0.0.1:5300', 'www.example.org', '--transport', 'tcp', '--interval', '20ms', '--json'];
    const { stdout } = await startCliIn(host.wrapper, 'probe', ...asked, ...more).done;
    return JSON.parse(stdout) as Report;
  }
});
