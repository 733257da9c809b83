import { randomUUID } from 'node:crypto';

import { Command } from 'commander';

import type { Config } from '../config/config.js';
import { createLog } from '../daemon/log.js';
import { systemClock } from '../domain/clock.js';
import type { NotifyTarget } from '../publish/config.js';
import { type Posted, postEvent } from '../publish/notify/post-event.js';
import { TargetClients } from '../publish/notify/target-clients.js';
import { testEvents } from '../publish/notify/test-event.js';
import { EXIT } from './exit-codes.js';
import { ConfigInvalid, DEFAULT_CONFIG_FILE, requireConfig } from './require-config.js';
import { readVersion } from './version.js';

interface Options {
  readonly config: string;
  readonly json?: true;
}

/** `resolver-slo notify test`: whether targets take what they will be sent. */
export function notifyCommand(): Command {
  const command = new Command('notify').description('the targets that are told of events');
  const test = new Command('test')
    .description('send a test event to targets, as events are sent, and tell what came of it; needs no daemon')
    .argument('[target...]', 'names of targets; default: all')
    .option('-c, --config <file>', 'configuration file', DEFAULT_CONFIG_FILE)
    .option('--json', 'print what came of it as JSON')
    .action(runTest);
  return command.addCommand(test);
}

async function runTest(names: readonly string[], { config: file, json }: Options): Promise<void> {
  const config = await requireConfig(file, { selectors: 'any' });
  const targets = askedTargets(file, config, names);
  const clients = new TargetClients({ ...clientParts(config), clock: systemClock, log: createLog('warn') });
  try {
    const tried = await Promise.all(targets.map((target) => tryTarget(target, config, clients)));
    print(json === true ? JSON.stringify(tried.map(triedJson)) : tried.map(triedLine).join('\n'));
    if (!tried.every(isTaken)) process.exitCode = EXIT.outside;
  } finally {
    await clients.close();
  }
}

function askedTargets(file: string, { notify }: Config, names: readonly string[]): readonly NotifyTarget[] {
  if (notify.length === 0) throw new ConfigInvalid(`${file}: /notify: a target is required, found none`);
  const known = notify.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name)).map((name) => `"${name}"`);
  if (unknown.length > 0)
    throw new ConfigInvalid(
      `resolver-slo notify test: names of configured targets are required (${known.join(', ')}), found ${unknown.join(', ')}`,
    );
  return notify.filter(({ name }) => names.length === 0 || names.includes(name));
}

interface Tried extends Posted {
  readonly target: string;
}

/** What came of the first event that was not taken, else of the last. */
async function tryTarget(target: NotifyTarget, config: Config, clients: TargetClients): Promise<Tried> {
  const poster = { client: clients.of(target), version: readVersion(), clock: systemClock };
  const org = config.publicHttp?.title ?? config.vantage;
  const id = randomUUID().replaceAll('-', '');
  let posted: Posted = { status: null, delivered: { kind: 'taken' } };
  for (const told of testEvents(target, { id, nowMs: systemClock.nowMs(), org })) {
    posted = await postEvent(target, told, poster);
    if (posted.delivered.kind !== 'taken') break;
  }
  return { target: target.name, ...posted };
}

/** A command that is run once remembers no addresses. */
function clientParts({ bootstrap }: Config) {
  return { bootstrap, goodAddresses: { lastGood: () => Promise.resolve(null), saveGood: () => Promise.resolve() } };
}

function isTaken({ delivered }: Tried): boolean {
  return delivered.kind === 'taken';
}

/** Why it was not taken, without the URL; `null`: it was. */
function causeOf({ delivered }: Tried): string | null {
  switch (delivered.kind) {
    case 'taken':
      return null;
    case 'retry':
      return delivered.cause;
    case 'hold':
    case 'refused':
      return delivered.reason;
    default:
      return delivered satisfies never;
  }
}

function triedLine(tried: Tried): string {
  return `${tried.target}: ${causeOf(tried) ?? `taken (${String(tried.status)})`}`;
}

function triedJson(tried: Tried): object {
  const { target, status } = tried;
  return { target, taken: isTaken(tried), status, cause: causeOf(tried) };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
