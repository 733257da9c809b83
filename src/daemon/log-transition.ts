import type { Log } from '../domain/log.js';
import type { AlertTransition } from '../judge/alert/transition.js';

/** One line for each alert that opens or resolves. */
export function logTransition(log: Log, { slo, rule, from, to }: AlertTransition): void {
  const fields = { slo, alert: rule.name, severity: rule.severity, from, to };
  if (to === 'firing') log.warn(fields, 'an alert fires');
  else log.info(fields, 'an alert changed');
}
