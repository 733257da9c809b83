export type AppErrorCode =
  | 'HISTORY_RANGE_INVALID'
  | 'HISTORY_TOO_MANY_POINTS'
  | 'LATENCY_RANGE_INVALID'
  | 'LATENCY_TOO_MANY_POINTS'
  | 'OPERATION_REFUSED'
  | 'REPORT_MONTH_INVALID'
  | 'REPORT_NOT_PUBLISHABLE';

/** Something asked of a use case that it cannot do; all codes are the asker's fault. */
export class AppError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}
