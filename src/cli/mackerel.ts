import { Command, InvalidArgumentError } from 'commander';

import type { Config } from '../config/config.js';
import { createLog } from '../daemon/log.js';
import { systemClock } from '../domain/clock.js';
import { MackerelClient } from '../publish/mackerel/mackerel-client.js';
import { type GraphPlan, NO_GRAPHS, planGraphs, syncGraphs } from '../publish/mackerel/host/graph-plan.js';
import { planMonitors } from '../publish/mackerel/monitors/monitor-plan.js';
import { type MonitorsDone, syncMonitors } from '../publish/mackerel/monitors/sync-monitors.js';
import { EvidenceWriter } from '../publish/mackerel/evidence/evidence-writer.js';
import { wantedMonitors } from '../publish/mackerel/monitors/wanted-monitors.js';
import { readSituation } from '../app/situation/read-situation.js';
import { situationDeps } from '../daemon/history/situation-deps.js';
import { openForReading } from './open-for-reading.js';
import { OutboundClient } from '../publish/outbound/outbound-client.js';
import { awaitedSleep } from '../publish/outbound/sleep.js';
import { doneLine, isNothing, type MackerelPlan, planJson, planLines } from './monitor-plan-text.js';
import { EXIT } from './exit-codes.js';
import { ConfigInvalid, DEFAULT_CONFIG_FILE, requireConfig } from './require-config.js';

interface Options {
  readonly config: string;
  readonly json?: true;
}

type ConfiguredMackerel = Config & { readonly mackerel: NonNullable<Config['mackerel']> };

/** `resolver-slo mackerel plan|sync`: the monitors there should be, compared with those there are. */
export function mackerelCommand(): Command {
  const command = new Command('mackerel').description(
    "monitors at Mackerel as code: what is judged, told in Mackerel's alerts",
  );
  command.addCommand(planned('plan', 'show what sync would do', plan));
  command.addCommand(
    planned('sync', 'create, update and delete monitors of ours; those made by hand are never touched', sync),
  );
  command.addCommand(replayCommand());
  return command;
}

type Run = (client: MackerelClient, plan: MackerelPlan, options: Options, service: string) => Promise<void>;

function planned(name: string, description: string, run: Run): Command {
  return new Command(name)
    .description(description)
    .option('-c, --config <file>', 'configuration file', DEFAULT_CONFIG_FILE)
    .option('--json', 'print the plan as JSON')
    .action(async (options: Options) => {
      const config = await configured(options.config);
      const http = new OutboundClient({ ...clientParts(config), clock: systemClock, log: createLog('warn') });
      try {
        const client = new MackerelClient({ config: config.mackerel, http, clock: systemClock, sleep: awaitedSleep });
        await run(client, await planOf(client, config), options, config.mackerel.service);
      } finally {
        await http.close();
      }
    });
}

interface ReplayOptions {
  readonly config: string;
  readonly dryRun?: true;
}

function replayCommand(): Command {
  return new Command('replay')
    .description("write what was going on into an alert's memo, and mark its time on the graphs; also of one long past")
    .argument('<alert-id>', "Mackerel's, as in the address of its page", alertId)
    .option('-c, --config <file>', 'configuration file', DEFAULT_CONFIG_FILE)
    .option('--dry-run', 'print what would be written, and write nothing')
    .action(replay);
}

async function replay(alert: string, { config: file, dryRun }: ReplayOptions): Promise<void> {
  const config = await configured(file);
  const store = openForReading(config.store.file);
  const http = new OutboundClient({ ...clientParts(config), clock: systemClock, log: createLog('warn') });
  try {
    const { mackerel, slos, probes, vantage, publicHttp } = config;
    const writer = new EvidenceWriter({
      client: new MackerelClient({ config: mackerel, http, clock: systemClock, sleep: awaitedSleep }),
      service: mackerel.service,
      slos,
      context: { vantage, baseUrl: publicHttp?.baseUrl ?? null },
      readSituation: (subject, window) =>
        store.atOneInstant(() => readSituation(situationDeps(store, probes), { slos, subject, window })),
      clock: systemClock,
    });
    if (dryRun === true) {
      print((await writer.evidence(alert)).body);
      return;
    }
    const memo = await writer.writeMemo(alert);
    print(`memo: ${memo}`);
    print(`annotation: ${await writer.writeAnnotation(alert)}`);
    if (memo === 'no room') process.exitCode = EXIT.wrong;
  } finally {
    store.close();
    await http.close();
  }
}

function alertId(text: string): string {
  if (/^[A-Za-z0-9_-]{1,100}$/.test(text)) return text;
  throw new InvalidArgumentError('The id of an alert is required: letters, digits, hyphens, underscores.');
}

async function configured(file: string): Promise<ConfiguredMackerel> {
  const config = await requireConfig(file, { selectors: 'any' });
  const { mackerel } = config;
  if (mackerel === null) throw new ConfigInvalid(`${file}: /mackerel: a section "mackerel" is required, found none`);
  return { ...config, mackerel };
}

async function planOf(
  client: MackerelClient,
  { slos, publicHttp, mackerel }: ConfiguredMackerel,
): Promise<MackerelPlan> {
  const { service, runbook = null } = mackerel;
  const wanted = wantedMonitors(slos, { service, runbook, baseUrl: publicHttp?.baseUrl ?? null });
  const graphs = mackerel.host === null ? NO_GRAPHS : await planGraphs(client, service);
  return { ...planMonitors(wanted, await client.monitors(), service), graphs };
}

function plan(_client: MackerelClient, planned: MackerelPlan, { json }: Options): Promise<void> {
  if (json === true) print(JSON.stringify(planJson(planned)));
  else print(isNothing(planned) ? 'no changes' : planLines(planned).join('\n'));
  return Promise.resolve();
}

async function sync(client: MackerelClient, planned: MackerelPlan, { json }: Options, service: string): Promise<void> {
  let done: MonitorsDone = { created: 0, updated: 0, deleted: 0 };
  if (json !== true) print(isNothing(planned) ? 'no changes' : planLines(planned).join('\n'));
  try {
    await syncMonitors(client, planned, (now) => (done = now));
    await syncGraphs(client, planned.graphs, service);
    done = withGraphs(done, planned.graphs);
  } catch (error) {
    process.stderr.write(`broken off: ${doneLine(done)}\n`);
    throw error;
  }
  if (json === true) print(JSON.stringify(planJson(planned)));
  else if (!isNothing(planned)) print(doneLine(done));
}

function withGraphs(done: MonitorsDone, { create, update, delete: remove }: GraphPlan): MonitorsDone {
  return {
    created: done.created + create.length,
    updated: done.updated + update.length,
    deleted: done.deleted + remove.length,
  };
}

/** A command that is run once remembers no addresses. */
function clientParts({ bootstrap }: Config) {
  return { bootstrap, goodAddresses: { lastGood: () => Promise.resolve(null), saveGood: () => Promise.resolve() } };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
