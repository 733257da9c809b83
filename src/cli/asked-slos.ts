import { InvalidArgumentError } from 'commander';

import type { AlertStateStore, AlertTransitionReader, CompositionReader, SliceHourStore } from '../app/ports.js';
import { ceilTo, type Clock, isoTime, MINUTE_MS } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { EXIT } from './exit-codes.js';
import { leftOutMinutes } from './left-out-minutes.js';
import { parseInstant } from '../domain/parse-instant.js';

/** What commands about SLOs need of a configuration and its store. */
export interface OpenedSlos {
  readonly history: HistoryReader;
  readonly alertStates: AlertStateStore;
  readonly sliceHours?: SliceHourStore;
  /** `null`: changes of alerts are not kept. */
  readonly alertLog: AlertTransitionReader | null;
  /** `null`: what SLOs consisted of is not kept. */
  readonly compositions: CompositionReader | null;
  readonly slos: readonly SloDefinition[];
  roundMsOf(probe: string): number | null;
  /** Minutes before this time may have been removed. */
  minutesFromMs(nowMs: number): Promise<number>;
  /** All reads within `read` see the store as it was at one instant, whatever a daemon writes meanwhile. */
  atOneInstant<T>(read: () => Promise<T>): Promise<T>;
  close(): void | Promise<void>;
}

export interface SloCommandDeps {
  /** Rejects with what is wrong with the configuration or the store; the caller of the command reports that. */
  open(configFile: string | undefined): Promise<OpenedSlos>;
  readonly clock: Clock;
  readonly stdout: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };
  readonly stderr?: { write(text: string): unknown };
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface AskedOptions {
  readonly config?: string;
  readonly at?: number;
}

/** The SLOs that a command is about. */
export interface AskedSlos {
  readonly opened: OpenedSlos;
  /** Of the name asked for, or all. */
  readonly slos: readonly SloDefinition[];
  readonly nowMs: number;
  /** The time asked for, or now. */
  readonly atMs: number;
}

/** A command's own way to say what is wrong. */
export class Complaints {
  readonly #command: string;
  readonly #stderr: { write(text: string): unknown };

  constructor(command: string, { stderr = process.stderr }: SloCommandDeps) {
    this.#command = command;
    this.#stderr = stderr;
  }

  warn(message: string): void {
    this.#stderr.write(`${this.#command}: ${message}\n`);
  }

  fail(message: string, exitCode: number): void {
    this.warn(message);
    process.exitCode = exitCode;
  }
}

/** Opens what was asked for, warns of what its figures leave out, and closes it after `use`. */
export async function withAskedSlos(
  deps: SloCommandDeps,
  complaints: Complaints,
  asked: AskedOptions & { readonly name: string | undefined },
  use: (asked: AskedSlos) => Promise<void>,
): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const { name, at: atMs = nowMs } = asked;
  // The end of the window under way, which \`slo --json\` tells, may be asked for.
  if (atMs > ceilTo(nowMs, MINUTE_MS)) {
    complaints.fail(`--at: a time that has been is required, found ${isoTime(atMs)}`, EXIT.wrong);
    return;
  }
  const opened = await deps.open(asked.config);
  try {
    const slos = opened.slos.filter((slo) => name === undefined || slo.name === name);
    if (name !== undefined && slos.length === 0) {
      complaints.fail(unknownName(name, opened.slos), EXIT.wrong);
      return;
    }
    await opened.atOneInstant(async () => {
      for (const warning of await warningsOf(opened, slos, { atMs, nowMs })) complaints.warn(warning);
      await use({ opened, slos, nowMs, atMs });
    });
  } finally {
    await opened.close();
  }
}

async function warningsOf(
  opened: OpenedSlos,
  slos: readonly SloDefinition[],
  { atMs, nowMs }: { readonly atMs: number; readonly nowMs: number },
): Promise<readonly string[]> {
  const kept = {
    minutesFromMs: await opened.minutesFromMs(nowMs),
    firstCellMs: await opened.history.firstCellMs(),
  };
  return leftOutMinutes(slos, atMs, kept);
}

/** What is wrong with the name of an SLO. */
export function unknownName(name: string, slos: readonly SloDefinition[]): string {
  const names = [...new Set(slos.map((slo) => slo.name))].sort();
  return `the name of a configured SLO is required (${names.join(', ') || 'none is configured'}), found "${name}"`;
}

export function instantOption(text: string): number {
  const timeMs = parseInstant(text);
  if (timeMs === null) throw new InvalidArgumentError('A time such as 2026-10-01T12:00:00Z is required.');
  return timeMs;
}
