/** Something wrong (or doubtful) in a file a user wrote, and where. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** JSON pointer (RFC 6901) of the value; empty for the whole document. */
  readonly pointer: string;
  readonly message: string;
}

/** `file:line:col: /pointer: message`, warnings with `warning: ` before the message. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, pointer, message } = problem;
  const prefix = problem.severity === 'warning' ? 'warning: ' : '';
  return `${file}:${String(line)}:${String(column)}: ${pointer === '' ? '/' : pointer}: ${prefix}${message}`;
}
