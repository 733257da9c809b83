import { Command } from 'commander';

import type { Config } from '../config/config.js';
import { Daemon } from '../daemon/daemon.js';
import { createLog } from '../daemon/log.js';
import { systemClock } from '../domain/clock.js';
import type { Log } from '../domain/log.js';
import { count } from './count.js';
import { logReloadRefusal } from './reload-refusal.js';
import { DEFAULT_CONFIG_FILE, requireConfig } from './require-config.js';
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
  const reloads = heedReloads(async () => {
    // Of a start that failed, the command itself tells.
    const daemon = await starting.catch(() => null);
    if (daemon !== null) await reload(daemon, file, log);
  });
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
    daemon.webhooksUrl === null ? null : `webhooks     ${daemon.webhooksUrl}/webhooks/`,
  ];
  return `${lines.filter((line) => line !== null).join('\n')}\n`;
}

/** Never rejects: what is wrong with the new configuration is logged, and nothing changes. */
async function reload(daemon: Daemon, file: string, log: Log): Promise<void> {
  let config: Config | null = null;
  try {
    config = await requireConfig(file, { warn: (line) => log.warn({}, line) });
    await daemon.reload(config);
    log.info({ file }, 'the new configuration is in force');
  } catch (error) {
    logReloadRefusal(error, file, config, log);
  }
}

/** Calls `task`, which must not reject, for each SIGHUP, one at a time. `end` waits for the last. */
function heedReloads(task: () => Promise<void>): { end(): Promise<void> } {
  let turn: Promise<void> = Promise.resolve();
  let isEnding = false;
  process.on('SIGHUP', () => {
    if (!isEnding) turn = turn.then(task);
  });
  return {
    end: () => {
      isEnding = true;
      return turn;
    },
  };
}
