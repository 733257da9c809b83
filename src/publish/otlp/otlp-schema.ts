import { type Static, Type } from 'typebox';

import { isLoopback } from '../../domain/ip-address.js';
import { duration, durationMs, section, text } from '../../domain/setting.js';

export type OtlpHistogram = 'explicit' | 'exponential' | 'both';

/** Where metrics go by OTLP. */
export interface OtlpConfig {
  readonly endpoint: string;
  /** Sent with each request; the values are secrets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly everyMs: number;
  readonly histogram: OtlpHistogram;
}

export const otlpSchema = section(
  {
    endpoint: text({
      form: 'URL',
      check: endpointFault,
      description:
        'Where OTLP over gRPC is taken, such as https://otlp.mackerelio.com:4317; plain http on loopback only.',
    }),
    headers: Type.Record(
      Type.String(),
      text({ secret: true, check: headerValueFault, description: 'The value, a secret.' }),
      { default: {}, description: 'Sent with each request, such as `Mackerel-Api-Key`; their values are secrets.' },
    ),
    every: duration({ min: '10s', max: '1h', default: '1m', description: 'How often metrics are sent.' }),
    histogram: Type.Enum(['explicit', 'exponential', 'both'], {
      default: 'explicit',
      description: 'What RTTs are told as: a histogram with fixed bounds, an exponential one, or both.',
    }),
  },
  { description: 'Metrics by OpenTelemetry’s protocol (OTLP over gRPC); absent: none.' },
);

export function toOtlpConfig({ endpoint, headers, every, histogram }: Static<typeof otlpSchema>): OtlpConfig {
  return { endpoint, headers, everyMs: durationMs(every), histogram };
}

function endpointFault(found: string): string | null {
  const rule = 'must be an https URL with nothing after the port (plain http on loopback only)';
  const url = URL.canParse(found) ? new URL(found) : null;
  if (url === null || !['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '' || url.username !== '')
    return rule;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(host)) ? null : rule;
}

function headerValueFault(found: string): string | null {
  return /^[\x20-\x7e]+$/.test(found) ? null : 'must be printable ASCII characters';
}
