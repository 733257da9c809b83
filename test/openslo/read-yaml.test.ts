import { describe, expect, it } from 'vitest';

import { readYaml } from '../../src/openslo/document/read-yaml.js';
import type { TextHook } from '../../src/openslo/document/text-hook.js';

describe('readYaml()', () => {
  const document = (text: string) => readYaml('f.yaml', text).documents[0]!;

  it.each([
    ['', 'value', 1, 1],
    ['/a', 'key', 1, 1],
    ['/a', 'value', 1, 4],
    ['/b', 'value', 3, 3],
    ['/b/c/1', 'value', 4, 7],
    ['/b/c/1', 'key', 4, 7],
    ['/empty', 'value', 5, 1],
    ['/b/absent', 'value', 3, 3],
    ['/alias', 'value', 6, 8],
    ['/alias/c/0', 'value', 3, 11],
    ['/x~1y', 'key', 7, 1],
  ] as const)('places %j (%s) at %i:%i', (pointer, on, line, column) => {
    const text = 'a: 1\nb: &b\n  c: [ &i one,\n      two ]\nempty:\nalias: *b\nx/y: 2\n';
    expect(document(text).position(pointer, on)).toEqual({ line, column });
  });

  it('reads YAML 1.2: yes and on are texts', () => {
    expect(document('a: yes\nb: on\nc: 0o17\nd: 1e3').value).toEqual({ a: 'yes', b: 'on', c: 15, d: 1000 });
  });

  it('never quotes the text of a file in a syntax error', () => {
    const { problems, documents } = readYaml('f.yaml', 'token: "hunter2" hunter3\nb: ] hunter4\n');
    expect(documents).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('hunter');
  });

  it('reports only the first syntax error of a file', () => {
    const text = 'a: { b: ${HOME}, c: ${HOME} }\n---\nd: ]\n---\ne: 1\n';
    const { documents, problems } = readYaml('f.yaml', text);
    expect(documents.map(({ value }) => value)).toEqual([{ e: 1 }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: 1, message: expect.stringMatching(/^YAML syntax: /) as string });
  });

  it('says of a variable that breaks the syntax what is wrong with it there', () => {
    const text = 'a: 1\nb: { c: ${HOME} }\n';
    const message = (hook?: TextHook) =>
      readYaml('f.yaml', text, hook)
        .problems.map((problem) => problem.message)
        .join();
    expect(message()).toMatch(/^YAML syntax: .*; put text that holds "\$\{" into quotes$/);
    expect(message((found) => (found === '${HOME}' ? { complaint: 'no variables here' } : { text: found }))).toMatch(
      /^YAML syntax: .*; no variables here$/,
    );
    const elsewhere = readYaml('f.yaml', 'a: "${HOME}"\nb: ]\n').problems;
    expect(elsewhere.map(({ message: found }) => found).join()).not.toContain('quotes');
  });

  it('skips empty documents and keeps positions of later ones', () => {
    const { documents } = readYaml('f.yaml', '---\n---\na: 1\n---\n# nothing\n---\nb: 2\n');
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(documents[1]!.position('/b', 'key')).toEqual({ line: 7, column: 1 });
  });

  it('refuses aliases that multiply', () => {
    const levels = Array.from(
      { length: 8 },
      (_, i) =>
        `l${String(i + 1)}: &l${String(i + 1)} [${Array(10)
          .fill(`*l${String(i)}`)
          .join(', ')}]`,
    );
    const { problems } = readYaml('f.yaml', `l0: &l0 [x, x]\n${levels.join('\n')}\n`);
    expect(problems.map(({ message }) => message)).toEqual(['aliases repeat too much data: write it out']);
  });
});
