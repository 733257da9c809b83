import type { ProbeAttempt } from './probe-summary.js';
import type { Paint } from './terminal-style.js';

const HEIGHTS = '▁▂▃▄▅▆▇█';

/** RTTs one after the other, on a logarithmic scale between the fastest and the slowest of them; × is a failure. */
export function sparkline(attempts: readonly Pick<ProbeAttempt, 'outcome' | 'rttUs'>[], paint: Paint): string {
  const logs = attempts.map(({ outcome, rttUs }) =>
    outcome === 'answered' ? Math.log(Math.max(1, rttUs ?? 1)) : null,
  );
  const known = logs.filter((log) => log !== null);
  const lowest = Math.min(...known);
  const range = Math.max(...known) - lowest;
  return logs
    .map((log) => {
      if (log === null) return paint('red', '×');
      const height = range === 0 ? 0 : Math.round(((log - lowest) / range) * (HEIGHTS.length - 1));
      return paint('cyan', HEIGHTS.charAt(height));
    })
    .join('');
}
