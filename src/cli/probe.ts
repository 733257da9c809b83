import { Command } from 'commander';

import { MeasureError } from '../measure/errors.js';
import { requireExtraCertificates } from '../measure/transport/stream/extra-certificates.js';
import { type AttemptsFile, AttemptsFileError, openAttemptsFile } from './attempts-file.js';
import { EXIT } from './exit-codes.js';
import { addProbeFlags, type ProbeFlags } from './probe-flags.js';
import { probeJson } from './probe-json.js';
import { type ProbeProgress, probeProgress } from './probe-progress.js';
import { probeText } from './probe-report.js';
import { probeRequest, type ProbeRequest } from './probe-request.js';
import type { ProbeReport } from './probe-result.js';
import { runProbe } from './probe-run.js';
import type { ProbeSummary } from './probe-summary.js';
import { UsageError } from './probe-values.js';
import { heedStop } from './stop-signal.js';
import { paintFor } from './terminal-style.js';

/** `resolver-slo probe`: measures resolvers now and shows what came of it. */
export function probeCommand(): Command {
  const command = new Command('probe')
    .description('measure resolvers now: outcomes, latency, what differs between them')
    .argument(
      '<resolver>',
      'ADDRESS[:PORT], udp:ADDRESS, tcp:ADDRESS, dot:ADDRESS[#TLS-NAME], doh:ADDRESS or an https URL; several, separated by commas',
    )
    .argument('<qname>', 'name to ask for; {random} is a fresh label for every attempt, {time} the Unix time')
    .argument('[qtype]', 'record type', 'A');
  return addProbeFlags(command).action(probe);
}

async function probe(resolvers: string, qname: string, qtype: string, flags: ProbeFlags): Promise<void> {
  const stop = heedStop();
  try {
    const request = probeRequest(resolvers, qname, qtype, flags);
    requireExtraCertificates(request.resolvers);
    const file = flags.attempts === undefined ? null : await openAttemptsFile(flags.attempts);
    const report = await measure(request, flags, { file, signal: stop.signal });
    process.stdout.write(flags.json === true ? `${probeJson(report)}\n` : text(report));
    process.exitCode = report.results.every(({ summary }) => summary.isAllAnswered) ? EXIT.fine : EXIT.wrong;
    await file?.close();
  } catch (error) {
    if (!isTold(error)) throw error;
    process.stderr.write(`resolver-slo probe: ${error.message}\n`);
    process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.outside;
  } finally {
    stop.release();
  }
}

function isTold(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof AttemptsFileError || error instanceof MeasureError;
}

const REDRAW_MS = 100;

interface MeasureUntil {
  readonly file: AttemptsFile | null;
  readonly signal: AbortSignal;
}

/** Measures until the count is reached or the user has seen enough (Ctrl-C, SIGTERM). */
async function measure(request: ProbeRequest, flags: ProbeFlags, { file, signal }: MeasureUntil): Promise<ProbeReport> {
  let progress: ProbeProgress | null = null;
  const drawing = setInterval(() => progress?.draw(), REDRAW_MS);
  try {
    return await runProbe(request, {
      isCompared: flags.compare === true,
      signal,
      onStart: (summaries) => (progress = progressOnTerminal(request, summaries)),
      onAttempt: (attempt, position) => {
        progress?.note(position, attempt);
        const resolver = request.resolvers[position];
        if (resolver !== undefined) file?.write(resolver, attempt);
      },
    });
  } finally {
    clearInterval(drawing);
    (progress as ProbeProgress | null)?.clear();
  }
}

function progressOnTerminal(request: ProbeRequest, summaries: readonly ProbeSummary[]): ProbeProgress | null {
  if (!process.stderr.isTTY || request.count === 1) return null;
  const lanes = request.resolvers.flatMap(({ name }, position) => {
    const summary = summaries[position];
    return summary === undefined ? [] : [{ name, summary }];
  });
  return probeProgress({
    terminal: process.stderr,
    total: request.count,
    lanes,
    paint: paintFor(true, process.env),
  });
}

function text(report: ProbeReport): string {
  const isTerminal = process.stdout.isTTY;
  const paint = paintFor(isTerminal, process.env);
  // A terminal that does not know its size says 0.
  const columns = isTerminal ? process.stdout.columns || USUAL_COLUMNS : null;
  return probeText(report, { columns, paint });
}

const USUAL_COLUMNS = 80;
