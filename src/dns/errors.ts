export type DnsErrorCode = 'QUERY_INVALID' | 'EXPECTATION_INVALID';

/** A query or an expectation that cannot be used, whatever any resolver does. Replies never raise one. */
export class DnsError extends Error {
  readonly code: DnsErrorCode;

  constructor(code: DnsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DnsError';
    this.code = code;
  }
}
