import { validateDetailed } from 'node-cron';

/** Why a text is no cron expression with seconds; `null` if it is one. */
export function cronFault(found: string): string | null {
  if (found.trim().split(/\s+/).length !== 6)
    return 'must have six cron fields, the first one seconds, such as "*/5 * * * * *"';
  const { errors } = validateDetailed(found);
  const fields = errors.map(({ field, value }) => (value === undefined ? field : `${field} (${value})`));
  return errors.length === 0 ? null : `must be a cron expression that node-cron reads: wrong in ${fields.join(', ')}`;
}
