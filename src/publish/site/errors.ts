/** The site could not be put into a folder. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
  readonly code: 'EXPORT_REFUSED' | 'EXPORT_FAILED' | 'EXPORT_LOST';

  /** `EXPORT_REFUSED`: the folder is not ours; `EXPORT_FAILED`: it cannot be written; `EXPORT_LOST`: a file that was written is gone. */
  constructor(code: ExportError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
