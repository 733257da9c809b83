import { type Static, Type } from 'typebox';

import { MINUTE_MS, SECOND_MS } from '../../domain/clock.js';
import { parseDurationMs } from '../../domain/duration.js';
import { duration, flag, integer, name, section, text } from '../../domain/setting.js';

const stubOptions = {
  resolvers: Type.Optional(
    Type.Array(name('Name of a resolver of this file, of transport udp.'), {
      minItems: 1,
      uniqueItems: true,
      description: 'The resolvers in its list, in this order; default: all of transport udp, in the order of the file.',
    }),
  ),
  attempts: integer({ minimum: 1, maximum: 10, default: 2, description: 'How often the whole list is tried.' }),
  timeout: text({
    form: 'duration',
    default: '5s',
    range: '1s … 60s, whole seconds',
    check: wholeSecondsFault,
    description: 'How long the first resolver is waited for; number i of n (from 0): 2^i times as long, divided by n.',
  }),
  rotate: flag('Start with another resolver each time.', false),
  deadline: Type.Optional(
    duration({ min: '1s', max: '600s', description: 'Longest wait; default: the sum of the waits, at most 600s.' }),
  ),
};

const namedStub = section({ name: stubName(), ...stubOptions });
const stubAlone = section({ name: Type.Optional(stubName()), ...stubOptions });

export type StubEntry = Static<typeof stubAlone>;

/** How a client with this list of resolvers goes about it. */
export const stubSchema = Type.Union([stubAlone, Type.Array(namedStub, { minItems: 1 })], {
  description:
    'Adds what a client whose resolv.conf lists the udp resolvers of this file would have seen, as resolver `stub`; one, or a list of them.',
});

function stubName() {
  const rule = 'must be stub, or a name that begins with stub-';
  return text({
    form: 'name',
    check: (found) => (/^stub(-[A-Za-z0-9._-]{1,58})?$/.test(found) ? null : rule),
    description: 'Name of the stub: `stub` or `stub-…`.',
  });
}

/** resolv.conf(5) knows no fractions. */
function wholeSecondsFault(found: string): string | null {
  const ms = parseDurationMs(found);
  const isWhole = ms !== null && ms % SECOND_MS === 0 && ms >= SECOND_MS && ms <= MINUTE_MS;
  return isWhole ? null : 'must be a duration of 1 to 60 whole seconds, such as 5s';
}
