import type { Clock } from '../domain/clock.js';
import { formatEndpoint } from '../domain/endpoint.js';
import type { Log } from '../domain/log.js';
import { LabError } from './errors.js';
import { requireLoopback } from './loopback-address.js';
import { createResponder, type Responder } from './responder.js';
import type { LabAddress, LabResolver, Scenario } from './scenario.js';
import { listenTcp } from './tcp-listener.js';
import { listenUdp, type Listener } from './udp-listener.js';
import { createZone } from './zone.js';

/** Resolvers on loopback that answer, over UDP and TCP, as their scenario says. */
export interface Lab {
  /** Of the first resolver. */
  readonly address: LabAddress;
  readonly resolvers: readonly { readonly name: string; readonly address: LabAddress }[];
  /** Drops connections and replies on their way; may be called again. */
  close(): Promise<void>;
}

export interface LabOptions {
  readonly listen: LabAddress;
  readonly scenario: Scenario;
  readonly clock: Clock;
  /** Numbers in [0, 1): with the same ones, and the same times, the lab does the same. */
  random(): number;
  readonly log: Log;
}

/** Throws `LabError` off loopback and when an address is taken; faults count from the call. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { scenario, clock } = options;
  const addresses = scenario.resolvers.map((resolver, index) =>
    requireLoopback(addressOf(resolver, index, options.listen)),
  );
  const startedAtMs = clock.nowMs();
  const zone = createZone(scenario.records);
  const running: RunningResolver[] = [];
  try {
    for (const [index, resolver] of scenario.resolvers.entries()) {
      const responder = createResponder({
        resolver,
        zone,
        faults: scenario.faults,
        startedAtMs,
        random: () => options.random(),
      });
      running.push(await startResolver(resolver.name, addresses[index] ?? options.listen, responder, options));
    }
  } catch (error) {
    await closeAll(running);
    throw error;
  }
  return labOf(running, options.listen);
}

interface RunningResolver {
  readonly name: string;
  readonly address: LabAddress;
  readonly listeners: readonly Listener[];
}

function labOf(running: readonly RunningResolver[], listen: LabAddress): Lab {
  let closing: Promise<void> | null = null;
  return {
    address: running[0]?.address ?? listen,
    resolvers: running.map(({ name, address }) => ({ name, address })),
    close: () => (closing ??= closeAll(running)),
  };
}

function addressOf(resolver: LabResolver, index: number, listen: LabAddress): LabAddress {
  if (resolver.listen !== null) return resolver.listen;
  return { host: listen.host, port: listen.port === 0 ? 0 : listen.port + index };
}

async function startResolver(
  name: string,
  listen: LabAddress,
  responder: Responder,
  options: LabOptions,
): Promise<RunningResolver> {
  const { clock, log } = options;
  const udpReact = (message: Uint8Array) => responder.react(message, 'udp', clock.nowMs());
  const tcpReact = (message: Uint8Array) => responder.react(message, 'tcp', clock.nowMs());
  for (let attempt = 1; ; attempt++) {
    const udp = await listenUdp(listen, udpReact, log).catch((error: unknown) => fail(name, listen, error));
    try {
      const tcp = await listenTcp(udp.address, tcpReact, log);
      return { name, address: udp.address, listeners: [udp, tcp] };
    } catch (error) {
      await udp.close();
      // The kernel chose a UDP port whose TCP namesake is taken: let it choose another.
      if (listen.port !== 0 || attempt >= 10) fail(name, listen, error);
    }
  }
}

function fail(name: string, listen: LabAddress, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new LabError(
    'LAB_LISTEN_FAILED',
    `start the lab's resolver ${name}: ${formatEndpoint(listen.host, listen.port)} must be free for UDP and TCP, found: ${reason}`,
    { cause: error },
  );
}

async function closeAll(running: readonly RunningResolver[]): Promise<void> {
  await Promise.all(running.flatMap(({ listeners }) => listeners.map((listener) => listener.close())));
}
