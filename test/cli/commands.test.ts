import { describe, expect, it } from 'vitest';

import { allCommands } from '../../src/cli/commands.js';

describe('allCommands()', () => {
  it.each(allCommands().map((command) => [command.name(), command.description()]))(
    'describes %s as what it does, in small letters and without a full stop',
    (_, description) => expect(description).toMatch(/^[a-z].*[^.]$/),
  );
});
