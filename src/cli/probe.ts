import { Command } from 'commander';
import { measureAttempts } from '../measure/measure-attempts.js';
import { EXIT } from './exit-codes.js';
import { progressLine } from './probe-progress.js';
import { probeJson, probeText, type ReceiveClock } from './probe-report.js';
import { probeRequest, UsageError, type ProbeFlags, type ProbeRequest } from './probe-request.js';
import { ProbeSummary } from './probe-summary.js';
import { paintFor } from './terminal-style.js';

/** `resolver-slo probe`: measures one resolver now and shows what came of it. */
export function probeCommand(): Command {
  return new Command('probe')
    .description('measure a resolver now: outcomes and a latency histogram')
    .argument('<resolver>', 'address, or address:port; DoH: an https URL (not supported yet)')
    .argument('<qname>', 'name to ask for; {random} is a fresh label for every attempt')
    .argument('[qtype]', 'record type', 'A')
    .option('--transport <name>', 'udp, tcp, dot or doh (dot and doh: not supported yet)', 'udp')
    .option('--port <number>', 'port of the resolver (default: 53)')
    .option('--tls-name <name>', 'name in the certificate (dot, doh: not supported yet)')
    .option('--address <address>', 'address of the URL’s host (doh: not supported yet)')
    .option('--count <n>', 'how many attempts', '100')
    .option('--interval <duration>', 'time between two sends, replies are not waited for', '100ms')
    .option('--timeout <duration>', 'how long a reply is waited for', '2s')
    .option('--rcode <names>', 'rcodes that count as answered, separated by commas', 'NOERROR')
    .option('--dnssec', 'ask for DNSSEC records (DO)', false)
    .option('--no-recurse', 'do not ask for recursion (RD)')
    .option('--no-tcp-fallback', 'take a truncated reply as it is')
    .option('--json', 'one JSON object instead of text', false)
    .action(runProbe);
}

async function runProbe(resolver: string, qname: string, qtype: string, flags: ProbeFlags): Promise<void> {
  try {
    const request = probeRequest(resolver, qname, qtype, flags);
    const { summary, clock } = await measure(request);
    process.stdout.write(flags.json ? `${probeJson(request, summary, clock)}\n` : text(request, summary, clock));
    process.exitCode = summary.isAllAnswered ? EXIT.fine : EXIT.wrong;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`resolver-slo probe: ${error.message}\n`);
    process.exitCode = EXIT.usage;
  }
}

/** Measures until the count is reached or the user has seen enough (Ctrl-C). */
async function measure(request: ProbeRequest): Promise<{ summary: ProbeSummary; clock: ReceiveClock }> {
  const summary = new ProbeSummary();
  const progress = progressOnTerminal(request, summary);
  const enough = new AbortController();
  const stop = () => enough.abort();
  process.once('SIGINT', stop);
  try {
    const { clock } = await measureAttempts({
      ...request,
      signal: enough.signal,
      onAttempt: (attempt) => {
        summary.record(attempt);
        progress?.update(attempt);
      },
    });
    return { summary, clock };
  } finally {
    process.removeListener('SIGINT', stop);
    progress?.clear();
  }
}

function progressOnTerminal(request: ProbeRequest, summary: ProbeSummary) {
  if (!process.stderr.isTTY) return null;
  return progressLine({
    terminal: process.stderr,
    total: request.count,
    summary,
    paint: paintFor(true, process.env),
    nowMs: () => performance.now(),
  });
}

function text(request: ProbeRequest, summary: ProbeSummary, clock: ReceiveClock): string {
  const isTerminal = process.stdout.isTTY;
  const paint = paintFor(isTerminal, process.env);
  return probeText(request, summary, clock, { columns: isTerminal ? process.stdout.columns : null, paint });
}
