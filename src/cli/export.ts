import { Command, InvalidArgumentError } from 'commander';

import { publicRecords } from '../app/site/public-records.js';
import type { Config } from '../config/config.js';
import { HistoryThread } from '../daemon/history/thread.js';
import { createLog } from '../daemon/log.js';
import { siteHistory } from '../daemon/site/site-history.js';
import { silentForMs, snapshotNow } from '../daemon/site/snapshot-now.js';
import { systemClock } from '../domain/clock.js';
import { parseDurationMs } from '../domain/duration.js';
import { DEFAULT_LANGUAGE } from '../domain/language.js';
import { roundMsByName } from '../domain/probe-definition.js';
import { PLAIN_LOOK } from '../publish/look/site-look.js';
import { PageFactory } from '../publish/site/page-factory.js';
import type { Site } from '../publish/site/site.js';
import type { SiteHistory } from '../publish/site/site-history.js';
import { readDirectly, siteFiles } from '../publish/site/site-files.js';
import { writeSite } from '../publish/site/write-site.js';
import { publicSnapshot } from '../publish/public-api/public-snapshot.js';
import { type CellDamage, describeDamage } from '../record/cell-damage.js';
import { openStore } from '../record/store/sqlite/open-store.js';
import type { SqliteStore } from '../record/store/sqlite/sqlite-store.js';
import { ExportError } from '../publish/site/errors.js';
import { EXIT } from './exit-codes.js';
import { openForReading } from './open-for-reading.js';
import { DEFAULT_CONFIG_FILE, requireConfig } from './require-config.js';
import { readVersion } from './version.js';

interface ExportOptions {
  readonly config: string;
  readonly staleAfter: number;
}

/** `resolver-slo export DIR`: the status page as files. */
export function exportCommand(): Command {
  return new Command('export')
    .description('write the status page in all its languages as static files, with or without a running daemon')
    .argument('<dir>', 'an empty folder, or one that was exported to before')
    .option('-c, --config <file>', 'configuration file', DEFAULT_CONFIG_FILE)
    .option(
      '--stale-after <duration>',
      'from so long after now on the pages say not to rely on them',
      staleAfter,
      15 * 60_000,
    )
    .action((dir: string, options: ExportOptions) => exportTo(dir, options));
}

function staleAfter(text: string): number {
  const ms = parseDurationMs(text);
  if (ms === null || ms <= 0) throw new InvalidArgumentError('A duration such as 15m is required.');
  return ms;
}

async function exportTo(dir: string, options: ExportOptions): Promise<void> {
  const config = await requireConfig(options.config, { selectors: 'any' });
  const store = openForReading(config.store.file);
  const thread = new HistoryThread(config.store.file, createLog('warn'), warn);
  try {
    const nowMs = systemClock.nowMs();
    const history = historyOf(config, thread);
    const site = await siteNow(config, store, thread, nowMs);
    const settings = { ...siteSettings(config), version: readVersion(), siteKey: await siteKey(config) };
    const pages = new PageFactory(settings, { atMs: nowMs, staleFromMs: nowMs + options.staleAfter });
    const { written, unchanged, removed } = await writeSite(
      dir,
      siteFiles({ site, pages, read: readDirectly(site, history) }),
    );
    const counts = `${String(written)} written, ${String(unchanged)} unchanged, ${String(removed)} removed`;
    process.stdout.write(`${dir}: ${String(written + unchanged)} files, ${counts}\n`);
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.code === 'EXPORT_REFUSED' ? EXIT.wrong : EXIT.outside;
  } finally {
    store.close();
    await thread.close();
  }
}

async function siteNow(config: Config, store: SqliteStore, thread: HistoryThread, nowMs: number): Promise<Site> {
  const { operators } = store;
  const snapshot = await snapshotNow(config, { store, thread, nowMs });
  return {
    snapshot: publicSnapshot(snapshot),
    records: publicRecords(await operators.incidents(), await operators.operatorRecords(), config.slos),
    staleForMs: await silentForMs({ thread, nowMs }),
    nowMs,
  };
}

function historyOf({ probes, retention }: Config, thread: HistoryThread): SiteHistory {
  const roundMsOf = roundMsByName(probes);
  const rounds = Object.fromEntries(probes.map(({ name }) => [name, roundMsOf(name)]));
  return siteHistory({ quick: thread, slow: thread }, { rounds, retention }, systemClock);
}

/** Without a public listener a page can be exported all the same. */
function siteSettings({ publicHttp }: Config) {
  const {
    title = 'Resolver status',
    timeZone = 'UTC',
    baseUrl = null,
    languages = [DEFAULT_LANGUAGE],
  } = publicHttp ?? {};
  const { look = PLAIN_LOOK, resolvers = [] } = publicHttp ?? {};
  return { title, timeZone, baseUrl, languages, look, resolvers };
}

/** Made where a daemon has not made it yet. */
async function siteKey({ store: { file } }: Config): Promise<string> {
  const store = openStore({ file, access: 'shared', clock: systemClock });
  try {
    return await store.siteKey();
  } finally {
    store.close();
  }
}

function warn(damage: CellDamage): void {
  process.stderr.write(`warning: ${describeDamage(damage)}\n`);
}
