import type { Worker } from 'node:worker_threads';

import type { Log } from '../../domain/log.js';
import type { PublicRecords } from '../../domain/public-records.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { ListenAddress } from '../../publish/config.js';
import type { ExportReport } from '../../publish/export/site-exporter.js';
import { ListenError } from '../../publish/http/errors.js';
import { authorityOf } from '../../publish/http/listener-app.js';
import type { PublicListener } from '../../publish/http/public-listener.js';
import { publicSnapshot } from '../../publish/public-api/public-snapshot.js';
import type { CellDamage } from '../../record/cell-damage.js';
import { startWorker } from '../start-worker.js';
import type { FromSite, ListenFailure, SiteWorkerData, ToSite } from './messages.js';
import { changeOf } from './snapshot-change.js';

const FIRST_RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 60_000;
const CLOSE_WITHIN_MS = 3_000;
const ENDED_EARLY: ListenFailure = {
  code: 'LISTEN_FAILED',
  message: 'the thread of the public site ended before it listened',
};

export interface SiteThreadOptions extends SiteWorkerData {
  readonly log: Log;
  readonly onDamage: (damage: CellDamage) => void;
  readonly onExport: (report: ExportReport) => void;
}

/** Starts the public site in a thread of its own. Throws `ListenError` when its address cannot be listened on. */
export async function startSiteThread(options: SiteThreadOptions): Promise<PublicListener> {
  const thread = new SiteThread(options);
  await thread.start();
  return thread;
}

/**
 * The public site in a thread of its own: neither visitors nor the rendering of pages delay judging, and
 * judging delays no visitor. Nothing internal is ever handed to it. A thread that dies is started again.
 */
class SiteThread implements PublicListener {
  readonly #options: SiteThreadOptions;
  #worker: Worker | null = null;
  #address: ListenAddress;
  #snapshot: Snapshot | null = null;
  #records: PublicRecords | null = null;
  #restart: NodeJS.Timeout | null = null;
  #restartAfterMs = FIRST_RESTART_MS;
  /** Whether the thread under way has, and was told all there is: from then on it is told what changes. */
  #hasListened = false;
  #onClosed: (() => void) | null = null;
  #isClosed = false;

  constructor(options: SiteThreadOptions) {
    this.#options = options;
    this.#address = options.config.listen;
  }

  get address(): ListenAddress {
    return this.#address;
  }

  get url(): string {
    return `http://${authorityOf(this.#address)}`;
  }

  publish(snapshot: Snapshot): void {
    const shown = publicSnapshot(snapshot);
    if (this.#hasListened) this.#send({ type: 'snapshot', change: changeOf(this.#snapshot, shown) });
    this.#snapshot = shown;
  }

  publishRecords(records: PublicRecords): void {
    if (records === this.#records) return;
    this.#records = records;
    if (this.#hasListened) this.#send({ type: 'records', records });
  }

  /** Resolves when it listens; rejects with `ListenError` if it cannot. */
  async start(): Promise<void> {
    const { config, storeFile, siteKey, version, rounds, retention } = this.#options;
    // A port that was chosen once stays, however often the thread is started.
    const listenedOn = { ...config, listen: this.#address };
    const workerData: SiteWorkerData = { config: listenedOn, storeFile, siteKey, version, rounds, retention };
    const worker = startWorker(new URL('./worker.js', import.meta.url), { workerData });
    this.#worker = worker;
    this.#hasListened = false;
    worker.on('error', (error) => this.#options.log.error({ err: error }, 'the thread of the public site failed'));
    await new Promise<void>((resolve, reject) => {
      const refused = ({ code, message }: ListenFailure): void => {
        this.#worker = null;
        void worker.terminate();
        this.#onClosed?.();
        reject(new ListenError(code, message, config.listen));
      };
      worker.on('message', (message: FromSite) => this.#receive(message, resolve, refused));
      worker.on('exit', () => {
        if (worker === this.#worker && !this.#hasListened) refused(ENDED_EARLY);
        this.#ended(worker);
      });
    });
    this.#hasListened = true;
    if (this.#records !== null) this.#send({ type: 'records', records: this.#records });
    if (this.#snapshot !== null) this.#send({ type: 'snapshot', change: changeOf(null, this.#snapshot) });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#restart !== null) clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSE_WITHIN_MS);
      this.#onClosed = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#send({ type: 'close' });
    });
    this.#worker = null;
    await worker.terminate();
  }

  #send(message: ToSite): void {
    this.#worker?.postMessage(message);
  }

  #receive(message: FromSite, listening: () => void, refused: (failure: ListenFailure) => void): void {
    switch (message.type) {
      case 'listening':
        this.#address = message.address;
        this.#restartAfterMs = FIRST_RESTART_MS;
        return listening();
      case 'refused':
        return refused(message.error);
      case 'log':
        return this.#options.log[message.level](message.fields, message.message);
      case 'export':
        return this.#options.onExport(message.report);
      case 'damage':
        return this.#options.onDamage(message.damage);
      case 'closed':
        return this.#onClosed?.();
      default:
        message satisfies never;
    }
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    if (this.#onClosed !== null) return this.#onClosed();
    this.#options.log.error({}, 'the thread of the public site ended unexpectedly; it is started again');
    this.#startAgain();
  }

  #startAgain(): void {
    if (this.#isClosed) return;
    this.#restart = setTimeout(() => {
      this.start().catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'the public site could not be started again; it is tried further');
        this.#startAgain();
      });
    }, this.#restartAfterMs);
    this.#restartAfterMs = Math.min(LONGEST_RESTART_MS, 2 * this.#restartAfterMs);
  }
}
