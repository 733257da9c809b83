import { Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { DnsEndpoint } from '../../domain/probe-definition.js';
import { errorCode } from './error-text.js';
import type { AskForAddresses, LookUpResult } from './look-up-result.js';

/** A lost datagram must not lose the look-up: every endpoint is asked again when all have failed. */
const ROUNDS = 2;
const PER_ENDPOINT_MS = 1_000;
/** How long the other address family may lag behind (RFC 8305 §3 proposes 50 ms). */
const OTHER_FAMILY_MS = 50;

export interface BootstrapTiming {
  /** How long one endpoint may take; default 1 s. */
  readonly perEndpointMs: number;
}

/**
 * Asks DNS resolvers directly, one after the other until one gives addresses (A before AAAA). Each
 * may take a second, so that the first dead one costs little.
 */
export function askBootstrap(
  endpoints: readonly DnsEndpoint[],
  timing: BootstrapTiming = { perEndpointMs: PER_ENDPOINT_MS },
): AskForAddresses {
  const attempts = Array.from({ length: ROUNDS }, () => endpoints).flat();
  return async (host) => {
    let last: LookUpResult = { kind: 'failed', cause: 'no bootstrap resolver is configured' };
    for (const endpoint of attempts) {
      last = await askEndpoint(endpoint, host, timing.perEndpointMs);
      if (last.kind === 'found') return last;
    }
    return last;
  };
}

async function askEndpoint(endpoint: DnsEndpoint, host: string, deadlineMs: number): Promise<LookUpResult> {
  const text = endpointText(endpoint);
  // c-ares' own timers are too coarse to rely on: `cancel()` ends the questions.
  const resolver = new Resolver({ timeout: deadlineMs, tries: 1 });
  let timer = setTimeout(() => resolver.cancel(), deadlineMs);
  const hurry = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => resolver.cancel(), Math.min(OTHER_FAMILY_MS, deadlineMs));
  };
  try {
    resolver.setServers([text]);
    const answers = await Promise.all([
      addressesOf(resolver.resolve4(host), hurry),
      addressesOf(resolver.resolve6(host), hurry),
    ]);
    return combine(answers, text);
  } catch (error) {
    return { kind: 'failed', cause: `${errorCode(error)} ${text}` };
  } finally {
    clearTimeout(timer);
  }
}

async function addressesOf(answer: Promise<string[]>, found: () => void): Promise<LookUpResult> {
  try {
    const addresses = await answer;
    found();
    return { kind: 'found', addresses };
  } catch (error) {
    const code = errorCode(error);
    return { kind: 'failed', cause: code === 'ECANCELLED' ? 'ETIMEOUT' : code };
  }
}

function combine(answers: readonly LookUpResult[], endpoint: string): LookUpResult {
  const addresses = answers.flatMap((answer) => (answer.kind === 'found' ? answer.addresses : []));
  if (addresses.length > 0) return { kind: 'found', addresses };
  const first = answers.find((answer) => answer.kind === 'failed');
  return { kind: 'failed', cause: `${first?.cause ?? 'ENODATA'} ${endpoint}` };
}

function endpointText({ address, port }: DnsEndpoint): string {
  return isIPv6(address) ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}
