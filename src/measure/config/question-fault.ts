import { nameFault } from '../../dns/name.js';
import { rrClassOf, rrTypeOf } from '../../dns/rr-type.js';
import { MARKED_CHARACTERS } from '../../domain/probe-marker.js';
import { hasPlaceholder } from '../plan/qname-template.js';

/** Of the Unix time in seconds, until the year 2286. */
const TIME_CHARACTERS = 10;

/**
 * What a text must be to be asked for as a name, if it is not.
 *
 * @param randomCharacters how long the text is that `{random}` becomes
 */
export function qnameFault(found: string, randomCharacters = MARKED_CHARACTERS): string | null {
  const example = found
    .replaceAll('{random}', 'x'.repeat(randomCharacters))
    .replaceAll('{time}', '0'.repeat(TIME_CHARACTERS));
  if (/[{}]/.test(example)) return 'must be a domain name in which only {random} and {time} stand in braces';
  const fault = nameFault(example);
  if (fault === null) return null;
  const lengths = `{random} becomes ${String(randomCharacters)} characters, {time} ${String(TIME_CHARACTERS)}`;
  return `must be a domain name of ${fault}${hasPlaceholder(found) ? ` (${lengths})` : ''}`;
}

export function qtypeFault(found: string): string | null {
  if (rrTypeOf(found) === null) return 'must be a record type such as A, AAAA or TYPE65';
  const isTransfer = ['AXFR', 'IXFR', 'OPT', 'TSIG', 'TKEY'].includes(found.toUpperCase());
  return isTransfer ? 'must be a type that a resolver can be asked for' : null;
}

export function qclassFault(found: string): string | null {
  return rrClassOf(found) === null ? 'must be a class such as IN or CH' : null;
}
