import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with one plain line, `N passed, N failed, N skipped`, for scripts that read it. */
export class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const totals = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0) totals.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') totals[state]++;
      }
    }
    // After the summary of the default reporter, which is written at the same event.
    process.once('exit', () =>
      process.stdout.write(
        `${String(totals.passed)} passed, ${String(totals.failed)} failed, ${String(totals.skipped)} skipped\n`,
      ),
    );
  }
}
