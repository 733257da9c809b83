import type { Clock } from '../../domain/clock.js';
import type { CheckStatus } from '../../publish/mackerel/checks/slo-check.js';

/** What plugins of mackerel-agent write to and read from. */
export interface PluginDeps {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

const EXIT_CODES: Readonly<Record<CheckStatus, number>> = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 };

export function checkExitCode(status: CheckStatus): number {
  return EXIT_CODES[status];
}
