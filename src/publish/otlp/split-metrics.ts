import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import type { MetricData, ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** Mackerel takes messages of up to 4 MB; gRPC's own default is the same (grpc.max_receive_message_length). */
export const MOST_MESSAGE_BYTES = 3_500_000;

/** Metrics as messages of OTLP, none of which is larger than may be, each with whole data points. */
export function messagesOf(metrics: ResourceMetrics, mostBytes = MOST_MESSAGE_BYTES): readonly Uint8Array[] {
  if (metrics.scopeMetrics.every((scope) => scope.metrics.length === 0)) return [];
  const bytes = ProtobufMetricsSerializer.serializeRequest(metrics) ?? new Uint8Array();
  if (bytes.length <= mostBytes) return [bytes];
  const halves = halved(metrics);
  // A single point that is too large goes as it is: whoever takes it says so.
  return halves === null ? [bytes] : halves.flatMap((half) => messagesOf(half, mostBytes));
}

/** `null` where there is one point only. */
function halved(metrics: ResourceMetrics): readonly [ResourceMetrics, ResourceMetrics] | null {
  const points = metrics.scopeMetrics.reduce(
    (sum, scope) => sum + scope.metrics.reduce((of, { dataPoints }) => of + dataPoints.length, 0),
    0,
  );
  if (points < 2) return null;
  const middle = Math.floor(points / 2);
  return [part(metrics, 0, middle), part(metrics, middle, points)];
}

/** Of all data points in order those from one to before another. */
function part({ resource, scopeMetrics }: ResourceMetrics, from: number, to: number): ResourceMetrics {
  let at = 0;
  return {
    resource,
    scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({
      scope,
      metrics: metrics.flatMap((metric): MetricData[] => {
        const [first, last] = [from - at, to - at];
        at += metric.dataPoints.length;
        const sliced = { ...metric, dataPoints: metric.dataPoints.slice(Math.max(0, first), Math.max(0, last)) };
        return sliced.dataPoints.length === 0 ? [] : [sliced as MetricData];
      }),
    })),
  };
}
