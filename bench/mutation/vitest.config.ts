import { defineConfig } from 'vitest/config';

/** The quick tests that reach src/judge: hundreds of mutants each run those that cover them. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    root: '.',
    include: ['test/judge/**/*.test.ts', 'test/app/with-composites.test.ts', 'test/app/statuses.test.ts'],
    testTimeout: 20_000,
  },
});
