/** What a text is that names no IANA time zone; `null` if it does. */
export function timeZoneFault(found: string): string | null {
  if (/^[+-]/.test(found)) return 'must be the name of a time zone such as Asia/Tokyo, not an offset';
  if (ONLY_OF_ICU.test(found)) return 'must be an IANA time zone such as Asia/Tokyo, not an abbreviation';
  try {
    new Intl.DateTimeFormat('en', { timeZone: found });
    return null;
  } catch {
    return 'must be an IANA time zone such as UTC or Asia/Tokyo';
  }
}

/**
 * Names that ICU takes besides those of IANA: Java's old abbreviations, most of which mean several zones
 * (BST is Bangladesh's to it, IST India's), and System V's.
 */
const ONLY_OF_ICU =
  /^(A(CT|ET|GT|RT|ST)|B(E|S)T|C(A|N|S|T)T|E(A|C)T|I(E|S)T|JST|MIT|N(E|S)T|P(L|N|R|S)T|SST|VST|SystemV\/.*)$/i;
