import { HistogramError } from '../histogram/errors.js';

/**
 * What is read of a stored histogram; `otherwise` of one that is damaged, which is told. Other errors
 * are thrown on.
 */
export function readable<T>(read: () => T, otherwise: T, tell: (fault: Error) => void): T {
  try {
    return read();
  } catch (fault) {
    if (!(fault instanceof HistogramError)) throw fault;
    tell(fault);
    return otherwise;
  }
}
