import { type Static, type TSchema, Type } from 'typebox';

/** A time in UTC. */
export const time = (description: string) => Type.String({ format: 'date-time', description });

/** No data is `null`, never 0. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const count = (description: string) => Type.Integer({ minimum: 0, description });

export const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

/** A schema that the description of the API names, and says once. */
export interface NamedSchema<T extends TSchema = TSchema> {
  readonly name: string;
  readonly schema: T;
}

/** Stands for a named schema within others. */
export function refTo<T extends TSchema>({ name }: NamedSchema<T>) {
  return Type.Unsafe<Static<T>>({ $ref: `${name}#` });
}
