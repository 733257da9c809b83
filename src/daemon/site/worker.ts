import { parentPort, workerData } from 'node:worker_threads';

import { systemClock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { SiteExportConfig } from '../../publish/config.js';
import type { ExportReport } from '../../publish/export/site-exporter.js';
import { ListenError } from '../../publish/http/errors.js';
import { startPublicListener } from '../../publish/http/public-listener.js';
import { HistoryThread } from '../history/thread.js';
import { lowerPriority } from '../lower-priority.js';
import type { FromSite, LogLevel, SiteWorkerData, ToSite } from './messages.js';
import { siteHistory } from './site-history.js';
import { SiteExporting } from './site-exporting.js';
import { applyChange } from './snapshot-change.js';

const { config, storeFile, siteKey, version, rounds, retention } = workerData as SiteWorkerData;

const log: Log = { debug: logging('debug'), info: logging('info'), warn: logging('warn'), error: logging('error') };
// Its threads for history have this priority too, since they are started by it.
lowerPriority(log);

/** Of their own: what visitors ask delays neither judging nor what judging reads. */
const threads = { quick: openThread(), slow: openThread() };
const history = siteHistory(threads, { rounds, retention }, systemClock);
const starting = startPublicListener({
  config,
  history,
  log,
  clock: systemClock,
  siteKey,
  version,
});

starting.then(
  ({ address }) => tell({ type: 'listening', address }),
  (error: unknown) => {
    const code = error instanceof ListenError ? error.code : 'LISTEN_FAILED';
    tell({ type: 'refused', error: { code, message: error instanceof Error ? error.message : String(error) } });
  },
);

const exporting = config.export === null ? null : startExporting(config.export);

let snapshot: Snapshot | null = null;

parentPort?.on('message', (message: ToSite) => {
  // What comes before the listener listens waits for it, in order. Whoever cannot heed what changes would show
  // what was for ever: that ends the thread, and the next one is told all there is.
  void starting.then(
    (listener) => heed(listener, message),
    () => undefined,
  );
});

async function heed(listener: Awaited<typeof starting>, message: ToSite): Promise<void> {
  switch (message.type) {
    case 'snapshot': {
      snapshot = applyChange(snapshot, message.change);
      listener.publish(snapshot);
      exporting?.setSnapshot(snapshot);
      return;
    }
    case 'records': {
      listener.publishRecords(message.records);
      exporting?.setRecords(message.records);
      return;
    }
    case 'close':
      await Promise.all([listener.close(), exporting?.close()]);
      await Promise.all([threads.quick.close(), threads.slow.close()]);
      tell({ type: 'closed' });
      return;
    default:
      message satisfies never;
  }
}

function startExporting(settings: SiteExportConfig): SiteExporting {
  // All it reads is read where what takes seconds is read: it keeps no visitor waiting.
  const slowly = siteHistory({ quick: threads.slow, slow: threads.slow }, { rounds, retention }, systemClock);
  const site = { ...config, siteKey, version };
  const onEnd = (report: ExportReport): void => tell({ type: 'export', report });
  return new SiteExporting({ config: settings, site, history: slowly, clock: systemClock, log, onEnd });
}

function openThread(): HistoryThread {
  return new HistoryThread(storeFile, log, (damage) => tell({ type: 'damage', damage }));
}

function tell(message: FromSite): void {
  parentPort?.postMessage(message);
}

function logging(level: LogLevel): Log['info'] {
  return (fields, message) => tell({ type: 'log', level, fields, message });
}
