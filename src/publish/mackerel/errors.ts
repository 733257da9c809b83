/** Mackerel did not do what it was asked. The message holds no key. */
export class MackerelError extends Error {
  /** `REFUSED`: it says no, and would again; `UNREACHABLE`: it could not be reached, or was too busy, for all tries. */
  readonly code: 'MACKEREL_REFUSED' | 'MACKEREL_UNREACHABLE';

  constructor(code: MackerelError['code'], message: string) {
    super(message);
    this.name = 'MackerelError';
    this.code = code;
  }
}
