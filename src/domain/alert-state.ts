export type AlertSeverity = 'page' | 'ticket';
export type AlertCondition = 'ok' | 'pending' | 'firing';

/** A rule that watches one SLO: fires when both windows burn strictly faster than `threshold`. */
export interface BurnRateAlert {
  readonly kind: 'burn-rate';
  readonly name: string;
  readonly severity: AlertSeverity;
  readonly longMs: number;
  readonly shortMs: number;
  /** Burn rate that both windows must exceed. */
  readonly threshold: number;
  /** Whether reaching it is enough. */
  readonly orEqual: boolean;
  /** How long it must hold before the alert fires. */
  readonly afterMs: number;
}

/** Fires when there was no valid attempt for `afterMs`. */
export interface NoDataAlert {
  readonly kind: 'no-data';
  readonly name: string;
  readonly severity: AlertSeverity;
  readonly afterMs: number;
}

export type AlertRule = BurnRateAlert | NoDataAlert;

/** The state of one alert of one SLO, kept over restarts. */
export interface AlertState {
  /** Key of the SLO's definition. */
  readonly slo: string;
  readonly alert: string;
  readonly state: AlertCondition;
  /** Since when it is in this state; `null` for an alert that never left `ok`. */
  readonly sinceMs: number | null;
  /** Consecutive evaluations in which it did not hold, while firing. */
  readonly quietEvaluations: number;
}
