import { parseListen } from '../domain/endpoint.js';
import { isLoopback } from '../domain/ip-address.js';
import { NAME_PATTERN } from '../domain/series.js';
import { PLAIN_RESOLVER, type LabAddress, type LabResolver, type LatencyModel } from './scenario.js';
import type { YamlValue } from './yaml-value.js';

const LONGEST_LATENCY_US = 60e6;

/** Reads `{ name, listen, latency, rhythm, loss }`. */
export function readResolver(value: YamlValue): LabResolver {
  const values = value.map(['name', 'listen', 'latency', 'rhythm', 'loss']);
  if (!values.has('name')) value.report('must have the key name');
  const latency = values.get('latency')?.map(['hit', 'miss']);
  const hit = readLatency(latency?.get('hit')) ?? PLAIN_RESOLVER.latency.hit;
  return {
    name: readName(values.get('name')),
    listen: readListen(values.get('listen')),
    latency: { hit, miss: readLatency(latency?.get('miss')) ?? hit },
    rhythm: values.get('rhythm')?.number(0, 10) ?? PLAIN_RESOLVER.rhythm,
    loss: values.get('loss')?.number(0, 1) ?? PLAIN_RESOLVER.loss,
  };
}

function readName(value: YamlValue | undefined): string {
  const name = value?.text() ?? '';
  if (name !== '' && !new RegExp(NAME_PATTERN).test(name)) {
    value?.report(`must be 1 to 63 letters, digits, dots, underscores or hyphens, found "${name}"`);
  }
  return name;
}

function readListen(value: YamlValue | undefined): LabAddress | null {
  if (value === undefined) return null;
  const text = value.text();
  const address = parseListen(text);
  if (address !== null && isLoopback(address.host)) return address;
  if (text !== '') {
    value.report(`must be a loopback address and a port such as 127.0.0.1:5300 or [::1]:5300, found "${text}"`);
  }
  return null;
}

function readLatency(value: YamlValue | undefined): LatencyModel | null {
  if (value === undefined) return null;
  const values = value.map(['median', 'sigma', 'min']);
  if (!values.has('median')) value.report('must have the key median');
  return {
    medianUs: readLatencyUs(values.get('median')),
    sigma: values.get('sigma')?.number(0, 3) ?? 0,
    minUs: readLatencyUs(values.get('min')),
  };
}

function readLatencyUs(value: YamlValue | undefined): number {
  const us = Math.round((value?.durationMs() ?? 0) * 1e3);
  if (us > LONGEST_LATENCY_US) value?.report('must be 60s or less');
  return us;
}
