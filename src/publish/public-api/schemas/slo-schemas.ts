import { Type } from 'typebox';

import { count, type NamedSchema, nullable, refTo, share, time } from './schema-kit.js';

const burnRates = Type.Record(Type.String(), nullable(Type.Number()), {
  description: 'By window length (`5m` … `3d`): 1 spends exactly the budget in the period; `null` without data.',
});

const alertSchema = {
  name: 'Alert',
  schema: Type.Object({
    name: Type.String(),
    severity: Type.Enum(['page', 'ticket']),
    state: Type.Enum(['ok', 'pending', 'firing']),
    longWindow: nullable(Type.String({ description: '`null` of `no-data`.' })),
    shortWindow: nullable(Type.String()),
    threshold: nullable(Type.Number({ description: 'Burn rate above which it fires.' })),
    since: nullable(time('Since when it is in this state.')),
  }),
} satisfies NamedSchema;

const controlSchema = {
  name: 'Control',
  schema: Type.Object({
    probe: Type.String(),
    query: Type.String(),
    answered: count('Attempts that the authoritative server answered.'),
    valid: count('Attempts that count.'),
    sli: share('answered / valid'),
  }),
} satisfies NamedSchema;

export const sloStatusSchema = {
  name: 'SloStatus',
  schema: Type.Object(
    {
      name: Type.String(),
      objectiveName: Type.Optional(Type.String({ description: 'Of several objectives which one this is.' })),
      service: Type.String(),
      displayName: Type.String(),
      objective: share('The share that is promised to be good.'),
      budgetingMethod: Type.String(),
      window: Type.Object(
        {
          from: time('Included.'),
          to: time('Not included.'),
          duration: Type.String(),
          isRolling: Type.Boolean(),
          until: Type.Optional(time("End of a calendar's window, which grows until then.")),
        },
        { description: 'Whole minutes.' },
      ),
      good: Type.Number({ minimum: 0, description: 'Attempts; slices, or series by the minute, where those count.' }),
      valid: Type.Number({ minimum: 0, description: 'What `good` is a part of.' }),
      sli: nullable(share('good / valid; `null` without data.')),
      attempts: Type.Optional(
        Type.Object({ good: count('Good ones.'), valid: count('All.') }, { description: 'What slices are made of.' }),
      ),
      votes: Type.Optional(count('Where vantages vote: minutes of addresses on which they did.')),
      asMeasured: Type.Optional(
        Type.Object(
          {
            good: Type.Number(),
            valid: Type.Number(),
            sli: nullable(share('good / valid')),
            consumed: nullable(Type.Number()),
          },
          { description: 'With the time that operators took out; absent where they took none.' },
        ),
      ),
      errorBudget: Type.Object({
        total: share('1 − objective'),
        consumed: nullable(Type.Number({ description: 'Share of the whole budget.' })),
        remaining: nullable(Type.Number({ description: '1 − consumed; negative when overspent.' })),
      }),
      coverage: share("Share of the window's minutes (or rounds) with a valid attempt."),
      dataSince: nullable(time('First minute of the window with a valid attempt.')),
      excluded: Type.Object(
        {
          prober_error: count("The prober's own errors."),
          maintenance: count('In announced maintenance.'),
          correction: count('Taken out afterwards.'),
          unreadable: Type.Optional(count('Of which nobody knows any more how long they took.')),
          inconclusive: Type.Optional(count('Votes of too few vantages for a verdict.')),
        },
        { description: 'What counts neither as good nor as bad.' },
      ),
      burnRates,
      alerts: Type.Array(refTo(alertSchema)),
      status: Type.Enum(['met', 'at_risk', 'violated', 'no_data']),
      exhaustsAt: nullable(time('When the budget is spent at the current rate.')),
      forecast: Type.Record(Type.String(), nullable(time('When the budget is spent.')), {
        description: 'The same at the rates of the last hour, six hours and three days.',
      }),
      composite: Type.Optional(
        Type.Array(
          Type.Object({ objectiveName: Type.String(), weight: Type.Number(), sli: nullable(share('Its own.')) }),
          { description: 'Of a composite SLO as a whole: its objectives.' },
        ),
      ),
      controls: Type.Optional(
        Type.Array(refTo(controlSchema), { description: 'Authoritative servers asked alongside, never subtracted.' }),
      ),
      error: Type.Optional(Type.String({ description: 'It could not be evaluated.' })),
    },
    { description: 'Where an SLO stands: as `resolver-slo slo --json` has it.' },
  ),
} satisfies NamedSchema;

export const SLO_SCHEMAS: readonly NamedSchema[] = [alertSchema, controlSchema, sloStatusSchema];
