import { Command, InvalidArgumentError } from 'commander';

import type { Clock } from '../../domain/clock.js';
import type { SloStatus } from '../../domain/slo-status.js';
import { type CheckStatus, sloCheck } from '../../publish/mackerel/checks/slo-check.js';
import { cutCharacters } from '../../publish/mackerel/cut-characters.js';
import { type AskedDaemon, askSlos } from '../ask-daemon.js';
import { DaemonSilent } from '../daemon-silent.js';
import { EXIT } from '../exit-codes.js';
import { collect } from '../operator-options.js';
import { ConfigInvalid } from '../require-config.js';
import { graphDefinitionText, metricLines, wantsGraphs } from './agent-metrics.js';
import { checkExitCode, type PluginDeps } from './plugin-deps.js';
import { areStale, sloGraphs, sloMetrics } from './slo-metrics.js';

interface MetricOptions extends AskedDaemon {
  readonly prefix: string;
  readonly slo?: readonly string[];
}

/** `plugin slo`: where SLOs stand, as metrics of the agent's host. */
export function sloPlugin({ stdout, stderr, env, clock }: PluginDeps): Command {
  const command = new Command('slo')
    .description('SLIs, error budgets and burn rates as the daemon has them')
    .option('--prefix <prefix>', 'what the names of metrics begin with', prefixOption, 'resolver-slo')
    .option('--slo <name>', 'only this SLO; may be given several times', collect)
    .action(async (options: MetricOptions) => {
      if (wantsGraphs(env)) {
        stdout.write(graphDefinitionText(sloGraphs(options.prefix)));
        return;
      }
      const slos = await fresh(options, env, clock);
      const wanted = options.slo;
      const unknown = (wanted ?? []).filter((name) => !slos.some((slo) => slo.name === name));
      for (const name of unknown) stderr.write(`resolver-slo plugin slo: there is no SLO "${name}"\n`);
      if (unknown.length > 0) process.exitCode = EXIT.wrong;
      const shown = slos.filter(({ name }) => wanted?.includes(name) ?? true);
      stdout.write(metricLines(sloMetrics(shown, options.prefix), Math.floor(clock.nowMs() / 1_000)));
    });
  return asking(command);
}

/** `check-plugin slo NAME`: how an SLO stands, as a check of the agent's host; of several objectives the worst. */
export function sloCheckPlugin({ stdout, env, clock }: PluginDeps): Command {
  const command = new Command('slo')
    .description('how an SLO stands')
    .argument('<name>', 'name of the SLO')
    .action(async (name: string, options: AskedDaemon) => {
      const { status, message } = await checked(name, options, env, clock);
      stdout.write(`${status}: ${message}\n`);
      process.exitCode = checkExitCode(status);
    });
  return asking(command);
}

async function checked(name: string, asked: AskedDaemon, env: PluginDeps['env'], clock: Clock) {
  try {
    const slos = (await fresh(asked, env, clock)).filter((slo) => slo.name === name);
    return worst(slos) ?? unknown(`there is no SLO "${name}"`);
  } catch (error) {
    if (error instanceof DaemonSilent || error instanceof ConfigInvalid) return unknown(error.message);
    throw error;
  }
}

const SEVERITY: readonly CheckStatus[] = ['CRITICAL', 'WARNING', 'UNKNOWN', 'OK'];

function worst(slos: readonly SloStatus[]) {
  const [first] = slos.map(sloCheck).sort((a, b) => SEVERITY.indexOf(a.status) - SEVERITY.indexOf(b.status));
  return first;
}

function unknown(message: string): { readonly status: CheckStatus; readonly message: string } {
  return { status: 'UNKNOWN', message: cutCharacters(message.replaceAll(/\s+/gu, ' '), 1_000) };
}

async function fresh(asked: AskedDaemon, env: PluginDeps['env'], clock: Clock): Promise<readonly SloStatus[]> {
  const slos = await askSlos(asked, env);
  if (areStale(slos, clock.nowMs())) throw new DaemonSilent('what the daemon judged last is over five minutes old');
  return slos;
}

function asking(command: Command): Command {
  return command
    .option(
      '-c, --config <file>',
      'configuration, which says where the admin listener is (default: ./resolver-slo.yaml)',
    )
    .option(
      '--url <url>',
      'where the admin listener is, such as http://127.0.0.1:8081; then no configuration is read',
      urlOption,
    )
    .option('--token-file <file>', 'file with a token (default: $RESOLVER_SLO_TOKEN, or that of the configuration)');
}

function urlOption(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && ['http:', 'https:'].includes(url.protocol)) return text;
  throw new InvalidArgumentError('An http or https URL is required.');
}

function prefixOption(text: string): string {
  if (/^[-a-zA-Z0-9_]+(\.[-a-zA-Z0-9_]+)*$/.test(text)) return text;
  throw new InvalidArgumentError('Letters, digits, hyphens and underscores are required, with dots between.');
}
