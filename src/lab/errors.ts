export type LabErrorCode = 'LAB_LISTEN_NOT_LOOPBACK' | 'LAB_LISTEN_FAILED' | 'LAB_SCENARIO_UNREADABLE';

/** Why the lab cannot start. */
export class LabError extends Error {
  readonly code: LabErrorCode;

  constructor(code: LabErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LabError';
    this.code = code;
  }
}
