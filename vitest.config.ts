import { defineConfig } from 'vitest/config';

import { TotalsReporter } from './test/support/totals-reporter.js';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', new TotalsReporter()],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Real servers, browsers and namespaces share two cores: more files at a time only make each slower.
    maxWorkers: 2,
    pool: 'forks',
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
