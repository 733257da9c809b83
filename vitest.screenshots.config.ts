import { defineConfig } from 'vitest/config';

/** Takes the pictures of the documentation: `npm run screenshots`. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: { include: ['test/screenshots/*.shots.ts'], testTimeout: 60_000, hookTimeout: 300_000, maxWorkers: 1 },
});
