import { isIPv4, isIPv6 } from 'node:net';
import { encodeRecord, RECORD_TYPES, type RecordType } from '../dns/respond.js';
import type { LabRecord } from './scenario.js';
import type { YamlValue } from './yaml-value.js';

const LONGEST_TTL_SECONDS = 2 ** 31 - 1; // RFC 2181 §8
const DEFAULT_TTL_SECONDS = 300;

/** Reads `{ name, type, ttl, data, secure }`. */
export function readRecord(value: YamlValue): LabRecord {
  const values = value.map(['name', 'type', 'ttl', 'data', 'secure']);
  for (const key of ['name', 'type', 'data']) {
    if (!values.has(key)) value.report(`must have the key ${key}`);
  }
  const record: LabRecord = {
    name: values.get('name')?.text() ?? '',
    type: values.get('type')?.oneOf(RECORD_TYPES) ?? 'TXT',
    ttlSeconds: readTtlSeconds(values.get('ttl')),
    data: values.get('data')?.text() ?? '',
    secure: values.get('secure')?.boolean() ?? false,
  };
  if (record.name !== '' && record.data !== '') reportUnencodable(record, values.get('data'));
  return record;
}

function readTtlSeconds(value: YamlValue | undefined): number {
  if (value === undefined) return DEFAULT_TTL_SECONDS;
  const seconds = value.durationMs() / 1e3;
  if (Number.isInteger(seconds) && seconds <= LONGEST_TTL_SECONDS) return seconds;
  value.report(`must be whole seconds up to ${String(LONGEST_TTL_SECONDS)}, found ${String(seconds)} s`);
  return DEFAULT_TTL_SECONDS;
}

const IS_ADDRESS: Partial<Record<RecordType, (text: string) => boolean>> = { A: isIPv4, AAAA: isIPv6 };

function reportUnencodable(record: LabRecord, data: YamlValue | undefined): void {
  const isAddress = IS_ADDRESS[record.type];
  if (isAddress !== undefined && !isAddress(record.data)) {
    const family = record.type === 'A' ? 'IPv4' : 'IPv6';
    data?.report(`must be an ${family} address for ${record.type}, found "${record.data}"`);
    return;
  }
  try {
    encodeRecord(record);
  } catch (error) {
    data?.report(error instanceof Error ? error.message : String(error));
  }
}
