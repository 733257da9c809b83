import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

import type { ResolverDefinition } from '../domain/probe-definition.js';
import type { AttemptResult } from '../measure/attempt-result.js';

/** Attempts for people who plot. */
export interface AttemptsFile {
  write(resolver: ResolverDefinition, attempt: AttemptResult): void;
  /** Rejects if anything could not be written. */
  close(): Promise<void>;
}

/** Cannot be written: a full disk, a missing folder. */
export class AttemptsFileError extends Error {}

/** Opens a file for CSV, if its name ends so, else NDJSON; an old one is replaced. Rejects with `AttemptsFileError`. */
export async function openAttemptsFile(path: string): Promise<AttemptsFile> {
  const stream = createWriteStream(path);
  let failure: Error | null = null;
  stream.on('error', (error) => (failure ??= error));
  const requireWell = (): void => {
    if (failure !== null) throw new AttemptsFileError(`write ${path}: ${failure.message}`, { cause: failure });
  };
  await Promise.race([once(stream, 'open'), once(stream, 'error')]).catch(() => undefined);
  requireWell();
  const isCsv = path.toLowerCase().endsWith('.csv');
  if (isCsv) stream.write(`${COLUMNS.join(',')}\n`);
  return {
    write: (resolver, attempt) => {
      const row = rowOf(resolver, attempt);
      stream.write(
        isCsv ? `${COLUMNS.map((column) => csvField(row[column])).join(',')}\n` : `${JSON.stringify(row)}\n`,
      );
    },
    close: async () => {
      stream.end();
      if (failure === null) await once(stream, 'close').catch(() => undefined);
      requireWell();
    },
  };
}

const COLUMNS = [
  'time',
  'resolver',
  'outcome',
  'rttUs',
  'rcode',
  'detail',
  'sendLagUs',
  'connectUs',
  'tlsUs',
  'queryUs',
  'localPort',
] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string | number | null>>;

function rowOf(resolver: ResolverDefinition, attempt: AttemptResult): Row {
  const { scheduledAtMs, outcome, rttUs, rcode, detail, sendLagUs, connection, localPort } = attempt;
  return {
    time: new Date(scheduledAtMs).toISOString(),
    resolver: resolver.name,
    outcome,
    rttUs,
    rcode,
    detail,
    sendLagUs,
    connectUs: connection?.connectUs ?? null,
    tlsUs: connection?.tlsUs ?? null,
    queryUs: connection?.queryUs ?? null,
    localPort,
  };
}

/** RFC 4180; no data is an empty field. */
function csvField(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
