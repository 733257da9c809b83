import { describe, expect, it } from 'vitest';

import { allCommands, askedCommands } from '../../src/cli/commands.js';

describe('allCommands()', async () => {
  it.each((await allCommands()).map((command) => [command.name(), command.description()]))(
    'describes %s as what it does, in small letters and without a full stop',
    (_, description) => expect(description).toMatch(/^[a-z].*[^.]$/),
  );
});

describe('askedCommands()', () => {
  const namesOf = async (...args: readonly string[]) =>
    (await askedCommands(['node', 'resolver-slo', ...args])).map((command) => command.name());

  it('gives the one that is asked for', async () => {
    for (const command of await allCommands())
      expect(await namesOf(command.name(), '--json')).toEqual([command.name()]);
  });

  it.each([[[]], [['--help']], [['sol']], [['toString']]])('gives all for %j', async (args) => {
    expect(await namesOf(...args)).toContain('slo');
    expect((await namesOf(...args)).length).toBe((await allCommands()).length);
  });
});
