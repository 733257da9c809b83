import { describe, expect, it } from 'vitest';

import { failureLines } from '../../src/cli/probe-failures.js';
import { failureAt } from '../support/failure-samples.js';

const TITLE = '\u001b]0;pwn\u0007';

describe('failureLines()', () => {
  it('shows control characters of the network as escapes, whoever sent them', () => {
    const reply = {
      rcode: 'SERVFAIL',
      flags: [],
      answerCount: 0,
      nsid: `${TITLE}<b>`,
      ede: [{ code: 22, text: TITLE }],
    };
    const failure = failureAt(0, { outcome: 'wrong_rcode', detail: `expected NOERROR${TITLE}`, reply });
    const text = failureLines([failure], { columns: Infinity, paint: (_, words) => words }).join('\n');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u0007');
    expect(text).toContain('NSID \\u{1b}]0;pwn\\u{7}<b>');
  });
});
