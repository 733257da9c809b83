import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';

import { loadConfig } from '../src/config/load-config.js';
import { parseDurationMs } from '../src/domain/duration.js';
import { formatProblem } from '../src/domain/problem.js';
import { defaultAlerts } from '../src/judge/alert/default-alerts.js';
import { configFolder } from './support/config-folder.js';

type Yaml = Readonly<Record<string, unknown>>;

const GUIDE = readFileSync('docs/guides/slos.md', 'utf8');
/** Those within lists too, without their indent. */
const blocksOf = (text: string): readonly string[] =>
  [...text.matchAll(/^( *)```yaml\n([\s\S]*?)^\1```$/gm)].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
const [COMPLETE = '', ...PARTS] = blocksOf(GUIDE);
const [STUB_PROBE = '', STUB_RATIO = '', STUBS = ''] = blocksOf(readFileSync('docs/guides/stub.md', 'utf8'));
const LOOK = blocksOf(readFileSync('docs/guides/look.md', 'utf8'));
const LOGO = /^```xml\n([^]*?)^```$/m.exec(readFileSync('docs/guides/look.md', 'utf8'))?.[1] ?? '';
const MACKEREL = blocksOf(readFileSync('docs/guides/mackerel.md', 'utf8'));

const OTHERS = ['otlp', 'watching-the-daemon'].flatMap((name) =>
  blocksOf(readFileSync(`docs/guides/${name}.md`, 'utf8')),
);

const NOTIFY = blocksOf(readFileSync('docs/guides/notify.md', 'utf8'));

const PROBE = STUB_PROBE.replace('every: 5s', 'every: 5s\ntimeout: 2500ms');
const ON_CALL = `apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata: { name: on-call }
spec: { target: pager }
`;

/** What the guide has in the environment. */
const NOTIFY_ENV = {
  NOTIFY_SECRET: '0123456789abcdef',
  SLACK_WEBHOOK: 'https://hooks.slack.com/services/T0/B0/x',
  GRAFANA_IRM_WEBHOOK: 'https://a-prod-us-central-0.grafana.net/integrations/v1/formatted_webhook/x/',
  PAGERDUTY_KEY: 'k',
  NTFY_TOPIC: 't',
  HOOK: 'h',
};

function errors(files: Readonly<Record<string, string>>, main = ''): readonly string[] {
  const folder = configFolder({
    'resolver-slo.yaml': main === '' ? 'store: { sqlite: slo.db }\nprobes: [p.yaml]\nslos: ["s*.yaml"]\n' : main,
    'p.yaml': PROBE,
    's-target.yaml': ON_CALL,
    ...files,
  });
  const { problems, checkSelectors } = loadConfig({
    file: join(folder, 'resolver-slo.yaml'),
    env: { MACKEREL_APIKEY: 'k', WEBHOOK_SECRET: 's', HEARTBEAT_URL: 'https://watchdog.example.org/', ...NOTIFY_ENV },
  });
  return [...problems, ...checkSelectors([])].filter(({ severity }) => severity === 'error').map(formatProblem);
}

/** The guide's first SLO with these keys instead of its own. */
function withPart(part: Yaml): string {
  const base = parse(COMPLETE) as { readonly spec: Yaml };
  return stringify('metadata' in part ? { ...base, ...part } : { ...base, spec: { ...base.spec, ...part } });
}

describe('docs/guides/slos.md', () => {
  it('begins with a complete SLO', () => {
    expect(errors({ 's.yaml': COMPLETE })).toEqual([]);
    expect(PARTS.length).toBeGreaterThanOrEqual(8);
  });

  it.each(PARTS)('shows a valid part of an SLO: %s', (text) => {
    expect(errors({ 's.yaml': withPart(parse(text) as Yaml) })).toEqual([]);
  });

  it('would be found wrong', () => {
    expect(errors({ 's.yaml': withPart({ objectives: [{ target: 1 }] }) })).toHaveLength(1);
    expect(errors({ 's.yaml': withPart({ metadata: { name: 'a', anotations: {} } }) })).toHaveLength(1);
  });

  it('has the factors of the default alerts', () => {
    const header = GUIDE.split('\n').find((line) => line.startsWith('| alert | severity |'))!;
    const periods = cellsOf(header).slice(5);
    expect(periods).toEqual(['30d and more', '28d', '7d', '1d']);
    const told = GUIDE.split('\n').filter((line) => /^\| `(fast|slow)-(burn|drain)` \|/.test(line));
    const rows = new Map(told.map(cellsOf).map(([name, ...cells]) => [name!.replaceAll('`', ''), cells]));
    for (const [index, period] of periods.entries()) {
      const periodMs = parseDurationMs(period.split(' ')[0]!)!;
      const rules = defaultAlerts({ objective: 0.999, periodMs }, null).filter((rule) => rule.kind === 'burn-rate');
      const factors = [...rows].map(([name, cells]) => [name, cells[4 + index]]);
      expect(factors).toEqual([...rows.keys()].map((name) => [name, shown(rules.find((rule) => rule.name === name))]));
      for (const rule of rules) {
        const [severity, long, short] = rows.get(rule.name)!;
        expect([severity, parseDurationMs(long!), parseDurationMs(short!)]).toEqual([
          rule.severity,
          rule.longMs,
          rule.shortMs,
        ]);
      }
    }
    expect(rows.size).toBe(4);
  });
});

describe('YAML in other guides', () => {
  it('is valid in docs/guides/stub.md', () => {
    const ratio = withPart({
      indicator: { metadata: { name: 'stub' }, spec: { ratioMetric: parse(STUB_RATIO) as unknown } },
    });
    expect(errors({ 's.yaml': ratio })).toEqual([]);
    const stubs = STUB_PROBE.replace(/^stub: .*$/m, STUBS);
    expect(stubs).toContain('stub-quick');
    expect(errors({ 'p.yaml': stubs })).toEqual([]);
  });

  it('is valid in docs/guides/look.md, logo and colours too', () => {
    expect(LOOK).toHaveLength(1);
    expect(errors({}, `store: { sqlite: slo.db }\n${LOOK[0]!}`)).toEqual([
      expect.stringContaining('logo: must be a file that can be read (no such file)') as string,
    ]);
    expect(errors({ 'logo.svg': LOGO }, `store: { sqlite: slo.db }\n${LOOK[0]!}`)).toEqual([]);
  });

  it('is valid in docs/guides/mackerel.md', () => {
    expect(MACKEREL).toHaveLength(4);
    for (const text of MACKEREL) expect(errors({}, text)).toEqual([]);
  });

  it('is valid in docs/guides/otlp.md and docs/guides/watching-the-daemon.md', () => {
    expect(OTHERS).toHaveLength(3);
    for (const text of OTHERS) expect(errors({}, text)).toEqual([]);
  });

  it('is valid in docs/guides/notify.md, templates too', () => {
    expect(NOTIFY).toHaveLength(4);
    for (const text of NOTIFY) expect(errors({}, text)).toEqual([]);
    expect(errors({}, NOTIFY[1]!.replace('{{message.uid}}', '{{message.id}}'))).toHaveLength(1);
  });
});

function cellsOf(row: string): readonly string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function shown(rule: { readonly threshold: number } | undefined): string {
  return rule === undefined ? '–' : String(Number(rule.threshold.toFixed(4)));
}
