import type { AlertLogEntry } from '../../domain/alert-evidence.js';
import type { Incident } from '../../domain/incident.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { SloStatus } from '../../domain/slo-status.js';
import type { CompositionChange } from '../../domain/slo-composition.js';
import type { ReportDifference } from './compare-inputs.js';
import type { ExclusionEffect, MonthDay, MonthFigures } from './month-figures.js';
import type { InputWindow, ReportInputs } from './report-inputs.js';

/** How SLOs kept their objectives in one month. */
export interface MonthReport<Slo extends ReportedSlo = ReportedSlo> {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly generatedAtMs: number;
  /** Over the digests of all its SLOs. */
  readonly digest: string;
  /** Only public SLOs are in it. */
  readonly isPublic: boolean;
  /** In the order of the configuration; a composite SLO's whole after its objectives. */
  readonly slos: readonly SloMonth<Slo>[];
  /** Trouble of the month that users were told of. */
  readonly incidents: readonly Incident[];
  /** Keys of SLOs in whose zone the month has not begun yet. */
  readonly notBegun: readonly string[];
}

/** With all that its figures are made of, which is a hundred times as much. */
export type FullMonthReport = MonthReport<FullReportedSlo>;

export type SloMonth<Slo extends ReportedSlo = ReportedSlo> = Slo | CompositeWhole | FailedSlo;

interface Month {
  /** IANA name of the zone whose month it is. */
  readonly timeZone: string;
  /** Whether the month is over. */
  readonly isOver: boolean;
  /** As `slo --json` tells it, of the month: alerts and burn rates as they stood at its end, by the windows alone. */
  readonly status: SloStatus;
  readonly days: readonly MonthDay[];
}

export interface ReportedSlo extends Month {
  readonly kind: 'slo';
  readonly definition: SloDefinition;
  /** Whether nothing of the month is awaited any more. */
  readonly isFinal: boolean;
  readonly window: InputWindow;
  /** SHA-256 of the inputs. */
  readonly digest: string;
  readonly figures: MonthFigures;
  readonly exclusions: readonly ReportedExclusion[];
  /** When its alerts fired, in order; `null`: that is not kept. */
  readonly firings: readonly AlertFiring[] | null;
  /** `null`: that is not kept. */
  readonly changes: readonly CompositionChange[] | null;
  readonly publication: Publication;
}

export interface FullReportedSlo extends ReportedSlo {
  readonly inputs: ReportInputs;
}

/** A composite SLO as a whole. */
export interface CompositeWhole extends Month {
  readonly kind: 'whole';
  readonly definition: SloDefinition;
}

/** One of which nothing can be told, and why. */
export interface FailedSlo {
  readonly kind: 'failed';
  readonly definition: SloDefinition;
  readonly status: SloStatus;
  readonly error: string;
}

/** Maintenance or a correction that touches the month. */
export interface ReportedExclusion {
  readonly kind: ExclusionEffect['kind'];
  readonly id: number;
  /** Title of the maintenance, reason of the correction. */
  readonly reason: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly recordedAtMs: number;
  /** `null`: that is not told. */
  readonly recordedBy: string | null;
  /** Why it changes nothing; `null`: it is in force. */
  readonly void: VoidReason | null;
  /** What it does to the figure; `null` of one that is void. */
  readonly effect: ExclusionEffect | null;
}

export type VoidReason =
  /** The SLO counts maintenance. */
  | { readonly kind: 'policy' }
  /** It was announced with less notice than the SLO wants. */
  | { readonly kind: 'late'; readonly noticeMs: number }
  | { readonly kind: 'cancelled' | 'revoked'; readonly atMs: number; readonly by: string | null };

export interface AlertFiring {
  readonly alert: string;
  readonly severity: AlertLogEntry['severity'];
  /** `null`: before the month. */
  readonly fromMs: number | null;
  /** `null`: not in this month. */
  readonly toMs: number | null;
  /** The change that made it fire; `null`: not kept. */
  readonly fired: AlertLogEntry | null;
}

/** What was published of an SLO's month. */
export interface Publication {
  /** The first one first. */
  readonly versions: readonly PublishedVersion[];
  /** Which of them was made of the same inputs; `null`: none. */
  readonly same: PublishedVersion | null;
  /** What is not as in the last one; none where some version is the same. */
  readonly differences: readonly ReportDifference[];
}

export interface PublishedVersion {
  readonly digest: string;
  readonly publishedAtMs: number;
}
