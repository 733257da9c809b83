import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Command } from 'commander';

import { formatEndpoint, parseEndpoint } from '../domain/endpoint.js';
import { loopbackMeantBy, unaskableFault } from '../domain/ip-address.js';
import type { DnsEndpoint } from '../domain/probe-definition.js';
import { makeFolders } from '../record/make-folders.js';
import { EXIT } from './exit-codes.js';
import { starterMain, starterProbes, starterSlos } from './starter-files.js';

/** `init`: writes a commented starter configuration; sends nothing and never overwrites. */
export function initCommand(resolvConf = '/etc/resolv.conf'): Command {
  return new Command('init')
    .description('write a commented starter configuration for these resolvers')
    .argument('[address...]', `addresses of the resolvers (default: those of ${resolvConf})`)
    .option('-c, --config <file>', 'the main file; the others are written beside it', './resolver-slo.yaml')
    .action((addresses: string[], options: { config: string }) => {
      process.exitCode = init(addresses, options.config, resolvConf);
    });
}

function init(addresses: readonly string[], mainFile: string, resolvConf: string): number {
  const given = addresses.map((text) => ({ text, endpoint: parseEndpoint(text, 53) }));
  const wrong = given.map(({ text, endpoint }) => addressFault(text, endpoint)).find((fault) => fault !== null);
  if (wrong !== undefined) return fail(EXIT.usage, wrong);
  const endpoints = unique(
    given.length > 0 ? given.flatMap(({ endpoint }) => endpoint ?? []) : systemResolvers(resolvConf),
  );
  if (endpoints.length === 0) {
    return fail(
      EXIT.wrong,
      `${resolvConf} names no usable resolver: give their addresses, as in "resolver-slo init 192.0.2.53"`,
    );
  }
  return writeAll(filesFor(mainFile, endpoints));
}

function addressFault(text: string, endpoint: DnsEndpoint | null): string | null {
  if (endpoint === null) return `"${text}" is not an address: give 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353`;
  const fault = unaskableFault(endpoint.address);
  return fault === null ? null : `each address ${fault}, found "${text}"`;
}

/**
 * The addresses of `nameserver` lines, of `0.0.0.0` the one that a stub then reaches; those that need
 * a scope id (`fe80::1%eth0`) or cannot be asked are left out.
 */
export function systemResolvers(resolvConf: string): readonly DnsEndpoint[] {
  const lines = readIfThere(resolvConf).split('\n');
  const addresses = lines.map((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? '');
  const endpoints = addresses.flatMap((text) => parseEndpoint(loopbackMeantBy(text) ?? text, 53) ?? []);
  return endpoints.filter(({ address }) => unaskableFault(address) === null);
}

function filesFor(mainFile: string, endpoints: readonly DnsEndpoint[]): ReadonlyMap<string, string> {
  const folder = dirname(mainFile);
  return new Map([
    [mainFile, starterMain],
    [join(folder, 'probes', 'resolvers.yaml'), starterProbes(endpoints)],
    [join(folder, 'slo-configs', 'availability.yaml'), starterSlos],
  ]);
}

/** All or nothing where a file exists already; `wx` guards against one that appears meanwhile. */
function writeAll(files: ReadonlyMap<string, string>): number {
  const existing = [...files.keys()].filter(exists);
  if (existing.length > 0)
    return fail(
      EXIT.wrong,
      `${existing.join(', ')} ${existing.length === 1 ? 'exists' : 'exist'} already: nothing was written`,
    );
  try {
    for (const [file, text] of files) {
      makeFolders(dirname(file));
      writeFileSync(file, text, { flag: 'wx' });
      process.stdout.write(`wrote ${file}\n`);
    }
  } catch (error) {
    return fail(EXIT.outside, `cannot write the configuration: ${(error as Error).message}`);
  }
  process.stdout.write('edit them, then run "resolver-slo check" and "resolver-slo run"\n');
  return EXIT.fine;
}

function unique(endpoints: readonly DnsEndpoint[]): readonly DnsEndpoint[] {
  const byText = new Map(endpoints.map((endpoint) => [formatEndpoint(endpoint.address, endpoint.port), endpoint]));
  return [...byText.values()];
}

function exists(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Something on the way is no folder: writing will say so.
    return false;
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function fail(exitCode: number, message: string): number {
  process.stderr.write(`resolver-slo init: ${message}\n`);
  return exitCode;
}
