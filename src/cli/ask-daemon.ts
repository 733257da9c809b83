import { readFileSync } from 'node:fs';

import { formatEndpoint } from '../domain/endpoint.js';
import { loopbackMeantBy } from '../domain/ip-address.js';
import type { SloStatus } from '../domain/slo-status.js';
import { DaemonSilent } from './daemon-silent.js';
import { ConfigInvalid, requireConfig } from './require-config.js';

export interface AskedDaemon {
  /** Where its admin listener is: `http://127.0.0.1:8081`; absent: as the configuration says. */
  readonly url?: string;
  /** A file that holds a token with the scope `read`; absent: `RESOLVER_SLO_TOKEN`, or the configuration's. */
  readonly tokenFile?: string;
  readonly config?: string;
}

const DEADLINE_MS = 5_000;

/**
 * Where all SLOs stand, internal ones too, as the running daemon has judged them last. Throws `DaemonSilent`, or
 * `ConfigInvalid` where it is not known whom to ask.
 */
export async function askSlos(
  asked: AskedDaemon,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<readonly SloStatus[]> {
  const { url, token } = await whomToAsk(asked, env);
  const target = `${url.replace(/\/+$/, '')}/api/v1/slos`;
  const { status, body } = await ask(target, token);
  if (status !== 200) throw new DaemonSilent(`${target}: the daemon answered ${String(status)}${errorIn(body)}`);
  return statusesIn(body, target);
}

async function whomToAsk(
  { url, tokenFile, config: file }: AskedDaemon,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly url: string; readonly token: string | null }> {
  const given = tokenFile === undefined ? (env['RESOLVER_SLO_TOKEN'] ?? null) : tokenIn(tokenFile);
  if (url !== undefined) return { url, token: given };
  const { adminHttp, file: path } = await requireConfig(file, { selectors: 'any' });
  if (adminHttp === null)
    throw new ConfigInvalid(`${path}: /http: a listener "admin" is required, found none: it tells where SLOs stand`);
  const { listen, tokens } = adminHttp;
  const host = loopbackMeantBy(listen.host) ?? listen.host;
  const own = tokens.find(({ scopes }) => scopes.includes('read'))?.token ?? null;
  return { url: `http://${formatEndpoint(host, listen.port)}`, token: given ?? own };
}

function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigInvalid(`${file}: a file that holds a token is required, found ${code}`);
  }
}

async function ask(target: string, token: string | null): Promise<{ readonly status: number; readonly body: string }> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  try {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(target, { headers, signal, redirect: 'manual' });
    return { status: answer.status, body: await answer.text() };
  } catch (error) {
    const cause = signal.aborted ? `no answer in ${String(DEADLINE_MS / 1_000)} s` : codeOf(error);
    throw new DaemonSilent(`${target}: the daemon does not answer: ${cause}`);
  }
}

function statusesIn(body: string, target: string): readonly SloStatus[] {
  try {
    const found: unknown = JSON.parse(body);
    if (Array.isArray(found)) return found as readonly SloStatus[];
  } catch {
    // Told below.
  }
  throw new DaemonSilent(`${target}: a list of SLOs is required, found something else: is it the admin listener?`);
}

function errorIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as { readonly error?: { readonly message?: unknown } };
    return typeof error?.message === 'string' ? `: ${error.message}` : '';
  } catch {
    return '';
  }
}

/** What `fetch` fails with says only that it failed; why is its cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
