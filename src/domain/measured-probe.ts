import { type ProbeDefinition, resolversOfStub, type StubDefinition } from './probe-definition.js';

/** How a probe measures, as far as everybody may know: neither whom it asks nor for what. */
export interface MeasuredProbe {
  readonly name: string;
  /** Between two rounds; `null`: they may be uneven. */
  readonly everyMs: number | null;
  readonly timeoutMs: number;
  readonly stubs: readonly MeasuredStub[];
}

/** A client whose list holds so many resolvers. */
export interface MeasuredStub extends Omit<StubDefinition, 'resolvers'> {
  readonly resolvers: number;
}

export function measuredProbe(probe: ProbeDefinition): MeasuredProbe {
  const { name, schedule, timeoutMs, stubs = [] } = probe;
  const measured = stubs.map((stub) => ({ ...stub, resolvers: resolversOfStub(probe, stub).length }));
  const everyMs = schedule.kind === 'every' ? schedule.everyMs : null;
  return { name, everyMs, timeoutMs, stubs: measured.filter(({ resolvers }) => resolvers > 0) };
}
