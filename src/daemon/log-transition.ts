import type { AlertLogEntry } from '../domain/alert-evidence.js';
import type { Log } from '../domain/log.js';

/** One line for each alert that opens or resolves, with why. */
export function logTransition(log: Log, { slo, alert, severity, from, to, explanation }: AlertLogEntry): void {
  const fields = { slo, alert, severity, from, to, why: explanation };
  if (to === 'firing') log.warn(fields, 'an alert fires');
  else log.info(fields, 'an alert changed');
}
