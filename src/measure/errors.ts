export type MeasureErrorCode =
  | 'PLAN_INVALID'
  /** The CAs that the user names cannot be read. */
  | 'CERTIFICATES_UNREADABLE';

/** A plan that cannot be carried out, or not here. What the network does is an outcome, never an error. */
export class MeasureError extends Error {
  readonly code: MeasureErrorCode;

  constructor(code: MeasureErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MeasureError';
    this.code = code;
  }
}
