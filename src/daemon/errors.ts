export type DaemonErrorCode =
  /** The embedded lab cannot listen. */
  | 'LAB_FAILED'
  /** The lab's scenario file is wrong; the message has one problem a line. */
  | 'SCENARIO_INVALID'
  /** The prober cannot measure by a plan. */
  | 'PLAN_REFUSED'
  /** A new configuration changes what a running daemon cannot change. */
  | 'RELOAD_REFUSED';

/** The daemon cannot start, or cannot take a new configuration. */
export class DaemonError extends Error {
  override readonly name = 'DaemonError';
  readonly code: DaemonErrorCode;
  /** The section of the main file that it is about; `null` if it is about no single one. */
  readonly section: string | null;

  constructor(code: DaemonErrorCode, message: string, section: string | null = null) {
    super(message);
    this.code = code;
    this.section = section;
  }
}
