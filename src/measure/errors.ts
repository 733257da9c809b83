export type MeasureErrorCode = 'PLAN_INVALID';

/** A plan that cannot be carried out. What the network does is an outcome, never an error. */
export class MeasureError extends Error {
  readonly code: MeasureErrorCode;

  constructor(code: MeasureErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MeasureError';
    this.code = code;
  }
}
