import { fileURLToPath } from 'node:url';

import {
  loadPackageDefinition,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** A request as the official protocol decodes it; only what tests look at has a type. */
export interface OtlpRequest {
  readonly resource_metrics: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly instrumentation_library_metrics?: unknown;
    readonly scope_metrics?: readonly { readonly metrics: readonly OtlpMetric[] }[];
  }[];
}

export interface OtlpAttribute {
  readonly key: string;
  readonly value: { readonly string_value: string };
}

export interface OtlpMetric {
  readonly name: string;
  readonly unit: string;
  readonly gauge: { readonly data_points: readonly OtlpNumber[] } | null;
  readonly sum: {
    readonly data_points: readonly OtlpNumber[];
    readonly aggregation_temporality: string;
    readonly is_monotonic: boolean;
  } | null;
  readonly histogram: {
    readonly data_points: readonly OtlpHistogramPoint[];
    readonly aggregation_temporality: string;
  } | null;
  readonly exponential_histogram: {
    readonly data_points: readonly OtlpExponentialPoint[];
    readonly aggregation_temporality: string;
  } | null;
}

interface OtlpPoint {
  readonly attributes: readonly OtlpAttribute[];
  readonly start_time_unix_nano: string;
  readonly time_unix_nano: string;
}

export interface OtlpNumber extends OtlpPoint {
  readonly as_double: number;
  readonly as_int: string;
  readonly value: 'as_double' | 'as_int';
}

export interface OtlpHistogramPoint extends OtlpPoint {
  readonly count: string;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly bucket_counts: readonly string[];
  readonly explicit_bounds: readonly number[];
}

export interface OtlpExponentialPoint extends OtlpPoint {
  readonly count: string;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly scale: number;
  readonly zero_count: string;
  readonly positive: { readonly offset: number; readonly bucket_counts: readonly string[] };
}

export type CollectorFault =
  | { readonly kind: 'none' }
  /** Requests are read and never answered. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'status'; readonly code: status; readonly details: string }
  | { readonly kind: 'partial'; readonly rejected: number; readonly message: string };

export interface OtlpCollector {
  readonly port: number;
  /** Those that were taken, in order. */
  readonly requests: readonly { readonly request: OtlpRequest; readonly metadata: Readonly<Record<string, unknown>> }[];
  /** Of every call that came, taken or not: the bytes of its message. */
  readonly calls: readonly number[];
  setFault(fault: CollectorFault): void;
  close(): Promise<void>;
}

const PROTOS = fileURLToPath(new URL('./opentelemetry-proto', import.meta.url));

/** A collector on loopback that takes metrics by the official protocol, no message above 4 MB, and fails as it is told. */
export async function startOtlpCollector(
  options: { readonly port?: number; readonly tls?: { readonly key: string; readonly cert: string } } = {},
): Promise<OtlpCollector> {
  const definition = loadSync('opentelemetry/proto/collector/metrics/v1/metrics_service.proto', {
    includeDirs: [PROTOS],
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    arrays: true,
    oneofs: true,
  });
  const root = loadPackageDefinition(definition) as unknown as {
    opentelemetry: { proto: { collector: { metrics: { v1: { MetricsService: { service: ServiceDefinition } } } } } };
  };
  const requests: OtlpCollector['requests'][number][] = [];
  const calls: number[] = [];
  let fault: CollectorFault = { kind: 'none' };
  const take = (call: ServerUnaryCall<OtlpRequest, object>, answer: sendUnaryData<object>): void => {
    calls.push(JSON.stringify(call.request).length);
    if (fault.kind === 'hang') return;
    if (fault.kind === 'status') {
      answer({ code: fault.code, details: fault.details });
      return;
    }
    requests.push({ request: call.request, metadata: call.metadata.getMap() });
    const { rejected, message } = fault.kind === 'partial' ? fault : { rejected: 0, message: '' };
    answer(null, { partial_success: { rejected_data_points: rejected, error_message: message } });
  };
  const server = new Server({ 'grpc.max_receive_message_length': 4 * 1024 * 1024 });
  server.addService(root.opentelemetry.proto.collector.metrics.v1.MetricsService.service, { Export: take });
  const { tls } = options;
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) }]);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${String(options.port ?? 0)}`, credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    port,
    requests,
    calls,
    setFault: (next) => void (fault = next),
    close: () => {
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}

/** All metrics of a request, by name. */
export function metricsOf({ resource_metrics: of }: OtlpRequest): ReadonlyMap<string, OtlpMetric> {
  const metrics = of.flatMap((one) => (one.scope_metrics ?? []).flatMap((scope) => scope.metrics));
  return new Map(metrics.map((metric) => [metric.name, metric]));
}

export function attributesOf({
  attributes,
}: {
  readonly attributes: readonly OtlpAttribute[];
}): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.string_value]));
}
