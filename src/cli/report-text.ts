import type { Published } from '../app/report/publish-report.js';
import type { VerifiedReport } from '../app/report/verify-report.js';
import { isoTime } from '../domain/clock.js';

/** What became of each SLO's month. */
export function publishedLines(month: string, published: readonly Published[]): readonly string[] {
  return published.flatMap(({ slo, version, wasKnown, others }) => {
    const when = isoTime(Math.floor(version.publishedAtMs));
    const line = wasKnown
      ? `${slo} ${month}: published already on ${when} with these figures, nothing changed (digest ${version.digest})`
      : `${slo} ${month}: published, digest ${version.digest}`;
    return [
      line,
      ...others.map(
        (other) =>
          `  other figures were published on ${isoTime(Math.floor(other.publishedAtMs))}, and stay (digest ${other.digest})`,
      ),
    ];
  });
}

/** What came of computing published figures once more. */
export function verifiedLines(month: string, verified: readonly VerifiedReport[]): readonly string[] {
  return verified.flatMap((one) => [
    `${one.slo} ${month}, published ${isoTime(Math.floor(one.publishedAtMs))}: ${resultText(one)}`,
    `  digest ${one.digest}`,
  ]);
}

function resultText({ result }: VerifiedReport): string {
  switch (result.kind) {
    case 'unchanged':
      return 'unchanged: the kept inputs have the published digest, and come to the published figures';
    case 'inputs':
      return `CHANGED: the kept inputs have another digest, ${result.digest}`;
    case 'figures':
      return `CHANGED: the kept inputs come to other figures (${result.changed.join(', ')})`;
    case 'unreadable':
      return 'NOT VERIFIED: the inputs were kept by another version, and cannot be read';
    default:
      return result satisfies never;
  }
}
