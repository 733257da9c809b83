import { type Command, InvalidArgumentError, Option } from 'commander';

/** The flags as commander gives them. */
export interface ProbeFlags {
  readonly transport?: string;
  readonly port?: string;
  readonly tlsName?: string;
  readonly address?: string;
  readonly method?: string;
  readonly warm?: boolean;
  readonly source?: string;
  readonly tcpFallback: boolean;
  readonly count?: string;
  readonly duration?: string;
  readonly interval?: string;
  readonly qps?: string;
  readonly timeout: string;
  readonly maxRandomQps: string;
  readonly class: string;
  readonly recurse: boolean;
  readonly cd?: boolean;
  readonly dnssec?: boolean;
  readonly nsid: boolean;
  readonly ecs?: string;
  readonly cookie?: boolean;
  readonly padding?: string;
  readonly mixedCase?: boolean;
  readonly rcode: string;
  readonly minAnswers?: string;
  readonly expectAnswer?: readonly string[];
  readonly expectAny?: readonly string[];
  readonly expectRegex?: readonly string[];
  readonly expectFlags?: string;
  readonly compare?: boolean;
  readonly attempts?: string;
  readonly json?: boolean;
}

/** Puts the options of `probe` on its command, in the groups in which `--help` shows them. */
export function addProbeFlags(command: Command): Command {
  addResolverFlags(command.optionsGroup('Whom to ask, and how:'));
  addScheduleFlags(command.optionsGroup('How often:'));
  addQueryFlags(command.optionsGroup('What to ask:'));
  addExpectFlags(command.optionsGroup('What counts as answered:'));
  return addOutputFlags(command.optionsGroup('What to show:'));
}

function addResolverFlags(command: Command): void {
  command
    .option('--transport <names>', 'udp, tcp, dot or doh; several, separated by commas, are measured side by side')
    .option('--port <number>', 'port, where all transports share it (default: 53; dot 853, doh 443)')
    .option('--tls-name <name>', 'name that the certificate must bear (default: the URL’s host, or the address)')
    .option(
      '--address <address>',
      'address of a URL’s host, for several URLs separated by commas: names are not looked up',
    )
    .addOption(new Option('--method <name>', 'HTTP method of doh (default: post)').choices(['get', 'post']))
    .option('--warm', 'keep one connection (tcp, dot, doh) instead of opening one for every attempt')
    .option('--source <address>', 'local address to send from')
    .option('--no-tcp-fallback', 'take a truncated reply as it is');
}

function addScheduleFlags(command: Command): void {
  command
    .option('--count <n>', 'attempts of each resolver (default: 100)')
    .option('--duration <duration>', 'measure for so long, instead of --count')
    .option('--interval <duration>', 'time between two sends, from 50us; replies are not waited for (default: 100ms)')
    .option('--qps <n>', 'queries a second to each resolver, instead of --interval')
    .option('--timeout <duration>', 'how long a reply is waited for', '2s')
    .option('--max-random-qps <n>', 'most queries a second with {random}, to all resolvers together', '50');
}

function addQueryFlags(command: Command): void {
  command
    .option('--class <class>', 'class: IN, CH …', 'IN')
    .option('--no-recurse', 'do not ask for recursion (RD)')
    .option('--cd', 'ask the resolver not to validate')
    .option('--dnssec', 'ask for DNSSEC records (DO)')
    .option('--no-nsid', 'do not ask which of several machines answers (RFC 5001)')
    .option('--ecs <prefix>', 'client subnet to claim (RFC 7871), such as 192.0.2.0/24')
    .option('--cookie', 'send a DNS cookie (RFC 7873)')
    .option('--padding <bytes>', 'pad queries to a multiple of so many bytes (RFC 7830)')
    .option('--mixed-case', 'ask in random case, and demand it back (0x20)');
}

function addExpectFlags(command: Command): void {
  command
    .option('--rcode <names>', 'rcodes that count as answered, separated by commas', 'NOERROR')
    .option('--min-answers <n>', 'least number of records in the answer section')
    .option('--expect-answer <data>', 'the answer section’s data must be exactly this; repeat for several', collect)
    .option('--expect-any <data>', 'one of these must be among the answer section’s data; repeatable', collect)
    .option('--expect-regex <re>', 'a datum of the answer section must match one of these (RE2); repeatable', collect)
    .option('--expect-flags <flags>', 'header flags that must be set, or clear after a minus: ad,-tc (aa, ad, ra, tc)');
}

function addOutputFlags(command: Command): Command {
  return command
    .option('--compare', 'say how the others differ from the first, and whether that is more than noise')
    .option('--attempts <file>', 'write every attempt to a file as it ends: CSV if it is named .csv, else NDJSON')
    .option('--json', 'JSON instead of text: an object, for several resolvers an array');
}

function collect(datum: string, before: readonly string[] = []): readonly string[] {
  if (datum.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return [...before, datum];
}
