import { Type } from 'typebox';

import type { NamedSchema } from './schema-kit.js';

export const errorSchema = {
  name: 'Error',
  schema: Type.Object({
    error: Type.Object({
      code: Type.String({ description: 'Stable, for scripts: `NOT_FOUND`, `RATE_LIMITED` …' }),
      message: Type.String({ description: 'For people.' }),
    }),
  }),
} satisfies NamedSchema;
