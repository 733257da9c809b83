/** Names of all 12 bits of response codes (IANA "DNS RCODEs"); unassigned ones are written `RCODE123`. */
const RCODES: Readonly<Record<string, number>> = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
  NOTZONE: 10,
  DSOTYPENI: 11,
  BADVERS: 16,
  BADKEY: 17,
  BADTIME: 18,
  BADMODE: 19,
  BADNAME: 20,
  BADALG: 21,
  BADTRUNC: 22,
  BADCOOKIE: 23,
};

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(RCODES).map(([name, code]) => [code, name]));

export function rcodeText(code: number): string {
  return NAMES.get(code) ?? `RCODE${String(code)}`;
}

/** The number of an rcode's name (any case) or of `RCODE123`; `null` if there is none. */
export function rcodeOf(text: string): number | null {
  const upper = text.toUpperCase();
  const known = RCODES[upper];
  if (known !== undefined) return known;
  const match = /^RCODE([0-9]{1,4})$/.exec(upper);
  const code = match === null ? NaN : Number(match[1]);
  return code <= 0xfff ? code : null;
}
