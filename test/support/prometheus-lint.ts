export interface PrometheusSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Reads an exposition in Prometheus' text format 0.0.4, strictly. Throws on a line that does not
 * parse, a sample without TYPE and HELP, a sample given twice, a counter not named `_total`, and a
 * histogram whose buckets fall or end elsewhere than at its count.
 */
export function lintPrometheus(text: string): readonly PrometheusSample[] {
  if (!text.endsWith('\n')) throw new Error('the last line must end in a line feed');
  const types = new Map<string, string>();
  const helps = new Set<string>();
  const seen = new Set<string>();
  const samples: PrometheusSample[] = [];
  for (const line of text.split('\n').filter((candidate) => candidate !== '')) {
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
    if (comment !== null) {
      const [, kind, name = '', rest = ''] = comment;
      if (kind === 'HELP') helps.add(name);
      else types.set(name, rest);
      continue;
    }
    const sample = parseSample(line);
    const key = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(key)) throw new Error(`given twice: ${key}`);
    seen.add(key);
    requireFamily(sample.name, types, helps);
    samples.push(sample);
  }
  checkHistograms(samples, types);
  return samples;
}

function parseSample(line: string): PrometheusSample {
  const match = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
  if (match === null) throw new Error(`not a sample: ${line}`);
  const value = match[3] === '+Inf' ? Infinity : Number(match[3]);
  if (Number.isNaN(value)) throw new Error(`not a number: ${line}`);
  return { name: match[1]!, labels: parseLabels(match[2] ?? ''), value };
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;
  while (label.lastIndex < text.length) {
    const match = label.exec(text);
    if (match === null) throw new Error(`not labels: ${text}`);
    labels[match[1]!] = match[2]!;
  }
  return labels;
}

function requireFamily(name: string, types: ReadonlyMap<string, string>, helps: ReadonlySet<string>): void {
  const base = name.replace(/_(bucket|sum|count)$/, '');
  const family = types.get(base) === 'histogram' ? base : name;
  const type = types.get(family);
  if (type === undefined || !helps.has(family)) throw new Error(`no TYPE or HELP before ${name}`);
  if (type === 'counter' && !name.endsWith('_total')) throw new Error(`a counter must end in _total: ${name}`);
}

function checkHistograms(samples: readonly PrometheusSample[], types: ReadonlyMap<string, string>): void {
  for (const [family, type] of types) {
    if (type !== 'histogram') continue;
    for (const count of samples.filter((sample) => sample.name === `${family}_count`)) {
      const buckets = samples.filter((sample) => sample.name === `${family}_bucket` && sameSeries(sample, count));
      const values = buckets.map((bucket) => bucket.value);
      const isRising = values.every((value, index) => index === 0 || value >= values[index - 1]!);
      const last = buckets.at(-1);
      if (!isRising || last?.labels['le'] !== '+Inf' || last.value !== count.value) {
        throw new Error(`buckets of ${family} do not add up: ${values.join(' ')}`);
      }
    }
  }
}

function sameSeries(bucket: PrometheusSample, count: PrometheusSample): boolean {
  return Object.entries(bucket.labels).every(([name, value]) => name === 'le' || count.labels[name] === value);
}
