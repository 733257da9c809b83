/**
 * The code of an error (`ECONNREFUSED`), else its class name. Messages are left out: those of
 * libraries may quote headers, URLs and thus secrets.
 */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error.name;
}
