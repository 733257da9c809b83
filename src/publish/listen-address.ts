import { parseListen } from '../domain/endpoint.js';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Of a setting that has been accepted. Throws `RangeError` for any other text. */
export function listenOf(accepted: string): ListenAddress {
  const listen = parseListen(accepted);
  if (listen === null) throw new RangeError(`not a listen address: ${accepted}`);
  return listen;
}
