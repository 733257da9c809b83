import type { MackerelConfig } from '../../src/publish/config.js';

/** With every default. */
export function mackerelConfig(more: Partial<MackerelConfig> = {}): MackerelConfig {
  return {
    apiKey: 'test-key',
    service: 'dns',
    apiBase: 'https://api.example.org',
    evidence: true,
    corrections: 'offer',
    host: null,
    checks: false,
    ...more,
  };
}
