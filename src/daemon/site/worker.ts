import { parentPort, workerData } from 'node:worker_threads';

import { systemClock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { ListenError } from '../../publish/http/errors.js';
import { startPublicListener } from '../../publish/http/public-listener.js';
import { answerLatency } from '../answer-latency.js';
import { HistoryThread } from '../history/thread.js';
import type { FromSite, LogLevel, SiteWorkerData, ToSite } from './messages.js';
import { applyChange } from './snapshot-change.js';

const { config, storeFile, siteKey, version } = workerData as SiteWorkerData;

const log: Log = { debug: logging('debug'), info: logging('info'), warn: logging('warn'), error: logging('error') };
/** Of its own: what visitors ask delays neither judging nor what judging reads. */
const thread = new HistoryThread(storeFile, log, (damage) => tell({ type: 'damage', damage }));
const starting = startPublicListener({
  config,
  history: answerLatency(thread),
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

let snapshot: Snapshot | null = null;

parentPort?.on('message', (message: ToSite) => {
  // What comes before the listener listens waits for it, in order.
  starting.then((listener) => heed(listener, message)).catch(() => undefined);
});

async function heed(listener: Awaited<typeof starting>, message: ToSite): Promise<void> {
  switch (message.type) {
    case 'snapshot': {
      snapshot = applyChange(snapshot, message.change);
      listener.publish(snapshot);
      return;
    }
    case 'records': {
      listener.publishRecords(message.records);
      return;
    }
    case 'close':
      await listener.close();
      await thread.close();
      {
        tell({ type: 'closed' });
        return;
      }
    default:
      message satisfies never;
  }
}

function tell(message: FromSite): void {
  parentPort?.postMessage(message);
}

function logging(level: LogLevel): Log['info'] {
  return (fields, message) => tell({ type: 'log', level, fields, message });
}
