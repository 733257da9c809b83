/** What looking a host name up gave: addresses in the order to try them, or why there are none. */
export type LookUpResult =
  | { readonly kind: 'found'; readonly addresses: readonly string[] }
  | { readonly kind: 'failed'; readonly cause: string };

/** Asks somebody for the addresses of a host name. Never rejects; may take as long as the one asked likes. */
export type AskForAddresses = (host: string) => Promise<LookUpResult>;
