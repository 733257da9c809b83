import type { TSchema } from 'typebox';

/** Errors that a path may answer with. */
export type ApiError = 400 | 404 | 429 | 503;

/** What the description of the API says of a path; GET is the only method there is. */
export interface ApiDescription {
  /** Stable: what generated clients call it. */
  readonly operationId: string;
  readonly tag: ApiTag;
  readonly summary: string;
  readonly description?: string;
  /** What the names in the path stand for. */
  readonly params?: Readonly<Record<string, string>>;
  /** An object of the query's parameters. */
  readonly query?: TSchema;
  readonly answer: JsonAnswer | OtherAnswer;
  /** Besides 503, which every path answers before the first evaluation. */
  readonly errors?: readonly ApiError[];
}

export type ApiTag = 'slos' | 'events' | 'statuspage' | 'feeds' | 'badges' | 'health';

interface JsonAnswer {
  readonly kind: 'json';
  readonly schema: TSchema;
  /** Answers with this status have the same shape. */
  readonly alsoWith?: ApiError;
}

interface OtherAnswer {
  readonly kind: 'other';
  readonly mediaType: string;
}

/** A path of the public listener, as fastify has it (`/api/v1/slos/:name`), with its description. */
export interface DescribedRoute {
  readonly route: string;
  readonly api: ApiDescription;
}
