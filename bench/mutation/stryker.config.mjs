// What `npm run mutation` does: https://stryker-mutator.io/docs/stryker-js/configuration/
export default {
  mutate: ['src/judge/**/*.ts'],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'bench/mutation/vitest.config.ts' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Tests run in a copy: of what they need only.
  ignorePatterns: ['/*', '!/src', '!/test', '!/bench', '/bench/results', '!/package.json', '!/tsconfig.json'],
  tempDirName: 'coverage/mutation',
  reporters: ['clear-text', 'json'],
  clearTextReporter: { logTests: false, allowColor: false, reportScoreTable: false },
  jsonReporter: { fileName: 'coverage/mutation.json' },
};
