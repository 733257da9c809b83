import type { Log } from '../../domain/log.js';
import type { PublicRecords } from '../../domain/public-records.js';
import type { ListenAddress, PublicListenerConfig } from '../../publish/config.js';
import type { ExportReport } from '../../publish/export/site-exporter.js';
import type { ListenError } from '../../publish/http/errors.js';
import type { SiteKey } from '../../publish/site/stable-id.js';
import type { CellDamage } from '../../record/cell-damage.js';
import type { ReportSettings } from '../history/messages.js';
import type { SnapshotChange } from './snapshot-change.js';

/** What the thread of the public site is started with. */
export interface SiteWorkerData extends ReportSettings {
  readonly config: PublicListenerConfig;
  readonly storeFile: string;
  readonly siteKey: SiteKey;
  readonly version: string;
}

/** What it is told. Nothing internal is in it. */
export type ToSite =
  | { readonly type: 'snapshot'; readonly change: SnapshotChange }
  | { readonly type: 'records'; readonly records: PublicRecords }
  | { readonly type: 'close' };

/** What it tells. */
export type FromSite =
  | { readonly type: 'listening'; readonly address: ListenAddress }
  | { readonly type: 'refused'; readonly error: ListenFailure }
  | { readonly type: 'log'; readonly level: LogLevel; readonly fields: object; readonly message: string }
  | { readonly type: 'export'; readonly report: ExportReport }
  | { readonly type: 'damage'; readonly damage: CellDamage }
  | { readonly type: 'closed' };

export type LogLevel = keyof Log;

/** A `ListenError` on its way between threads. */
export interface ListenFailure {
  readonly code: ListenError['code'];
  readonly message: string;
}
