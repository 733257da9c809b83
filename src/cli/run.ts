import { Command } from 'commander';

import type { Config } from '../config/config.js';
import { Daemon } from '../daemon/daemon.js';
import { createLog } from '../daemon/log.js';
import { systemClock } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import { count } from './count.js';
import { ConfigInvalid, DEFAULT_CONFIG_FILE, requireConfig } from './require-config.js';
import { heedStop } from './stop-signal.js';
import { readVersion } from './version.js';

/** `resolver-slo run`: the daemon, in the foreground. */
export function runCommand(): Command {
  return new Command('run')
    .description('run the daemon in the foreground (SIGHUP reloads, SIGTERM ends it)')
    .option('-c, --config <file>', 'configuration file', DEFAULT_CONFIG_FILE)
    .action(({ config: file }: { config: string }) => run(file, createLog()));
}

function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function run(file: string, log: Log): Promise<void> {
  const { told } = heedStop();
  const starting = start(file, log);
  const reloads = heedReloads(async () => reload(await starting, file, log), log);
  const daemon = await starting;
  await told;
  await reloads.end();
  await daemon.stop();
  log.info({}, 'ended');
}

async function start(file: string, log: Log): Promise<Daemon> {
  const config = await requireConfig(file, { warn });
  const daemon = await Daemon.start(config, { clock: systemClock, log, version: readVersion() });
  process.stdout.write(whereToLook(daemon, config));
  return daemon;
}

function whereToLook(daemon: Daemon, { lab, probes, slos }: Config): string {
  const lines = [
    `measuring ${count(probes.length, 'probe')} for ${count(slos.length, 'SLO')}${lab === null ? '' : ' (the demo: an embedded lab resolver, nothing leaves this machine)'}`,
    daemon.pageUrl === null ? null : `status page  ${daemon.pageUrl}/`,
    daemon.adminUrl === null ? null : `metrics      ${daemon.adminUrl}/metrics`,
  ];
  return `${lines.filter((line) => line !== null).join('\n')}\n`;
}

async function reload(daemon: Daemon, file: string, log: Log): Promise<void> {
  await daemon.reload(await requireConfig(file, { warn }));
  log.info({ file }, 'the new configuration is in force');
}

/** Calls `task` for each SIGHUP, one at a time; a failure is logged and nothing changes. `end` waits for the last. */
function heedReloads(task: () => Promise<void>, log: Log): { end(): Promise<void> } {
  let turn: Promise<void> = Promise.resolve();
  let isEnding = false;
  process.on('SIGHUP', () => {
    if (!isEnding) turn = turn.then(task).catch((error: unknown) => logRefusal(error, log));
  });
  return {
    end: () => {
      isEnding = true;
      return turn;
    },
  };
}

function logRefusal(error: unknown, log: Log): void {
  const problems = error instanceof ConfigInvalid ? error.message.split('\n') : undefined;
  const fields = problems === undefined ? { err: error } : { problems };
  log.error(fields, 'the new configuration cannot be used; the running one stays');
}
