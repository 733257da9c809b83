import { Type } from 'typebox';

import { duration, flag, integer, section, text } from '../../domain/setting.js';

const stubOptions = {
  attempts: integer({ minimum: 1, maximum: 10, default: 2, description: 'How often the whole list is tried.' }),
  timeout: duration({
    min: '1s',
    max: '60s',
    default: '5s',
    description: 'How long the first resolver is waited for.',
  }),
  rotate: flag('Start with another resolver each time.', false),
  deadline: Type.Optional(
    duration({ min: '1s', max: '600s', description: 'Longest wait; default: the sum of the waits.' }),
  ),
};

/** How a client with this list of resolvers goes about it. */
export const stubSchema = Type.Union(
  [
    section({ name: Type.Optional(stubName()), ...stubOptions }),
    Type.Array(section({ name: stubName(), ...stubOptions }), { minItems: 1 }),
  ],
  {
    description:
      'Adds what a client with this resolver list would have seen, as resolver `stub`; one, or a list of them.',
  },
);

function stubName() {
  const rule = 'must be stub, or a name that begins with stub-';
  return text({
    form: 'name',
    check: (found) => (/^stub(-[A-Za-z0-9._-]{1,58})?$/.test(found) ? null : rule),
    description: 'Name of the stub: `stub` or `stub-…`.',
  });
}
