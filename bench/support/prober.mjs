// A prober in a process of its own, and plans for it.
import { fork } from 'node:child_process';

import { CountTable } from './count-table.mjs';

/**
 * Starts the prober's process. With `stallMs`, its event loop is held up for so long in every turn.
 * `measure` runs a plan for a while and gives what became of the attempts scheduled in that while;
 * with `keepsAttempts`, `[resolver, query, slot in ms, RTT in µs]` of each.
 */
export function startProber({ stallMs = 0 } = {}) {
  const child = fork(new URL('prober-child.mjs', import.meta.url), [JSON.stringify({ stallMs })]);
  let settle = { resolve: () => undefined, reject: () => undefined };
  child.on('message', (found) => settle.resolve(withTables(found)));
  child.on('exit', (code) => settle.reject(new Error(`the prober's process ended with ${String(code)}`)));
  return {
    pid: child.pid,
    measure: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        child.send(request);
      }),
    close: () => child.disconnect(),
  };
}

function withTables({ rttUs, byResolver, sendLagUs, loopLagUs, ...rest }) {
  return {
    ...rest,
    byResolver: Object.fromEntries(byResolver.map(([name, pairs]) => [name, CountTable.from(pairs)])),
    rttUs: CountTable.from(rttUs),
    sendLagUs: CountTable.from(sendLagUs),
    loopLagUs: CountTable.from(loopLagUs),
  };
}

/** A plan of `qps` queries a second to one resolver on `port`. */
export function planOf({ port, ...rest }) {
  return planFor({ resolvers: [{ name: 'ns1', port }], ...rest });
}

/** A plan of `qps` queries a second over all `resolvers` on 127.0.0.1, each series asked every `everyMs`. */
export function planFor({ qps, resolvers, everyMs = 100, qname = () => 'www.example.org' }) {
  const count = Math.round((qps * everyMs) / 1e3 / resolvers.length);
  const probe = {
    name: 'bench',
    schedule: { kind: 'every', everyMs },
    timeoutMs: 2_000,
    resolvers: resolvers.map(({ name, port }) => resolverOf(name, '127.0.0.1', port)),
    queries: Array.from({ length: count }, (_, i) => queryOf(`q${String(i)}`, qname(i))),
  };
  return { vantage: 'bench', probes: [probe], canaries: [] };
}

export function resolverOf(name, address, port) {
  return { name, address, port, transport: 'udp', tcpFallback: true, maxQps: 100_000 };
}

export function queryOf(name, qname) {
  const edns = { udpSize: 1232, do: false, nsid: false };
  return {
    name,
    qname,
    qtype: 'A',
    qclass: 'IN',
    rd: true,
    cd: false,
    edns,
    expect: { rcode: ['NOERROR'], minAnswers: 1 },
  };
}
