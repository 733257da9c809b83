import { describe, expect, it } from 'vitest';

import { Evaluator } from '../../src/app/evaluator.js';
import { type Simulated, whatIf } from '../../src/app/what-if/what-if.js';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { series, slo } from '../support/slo-samples.js';

const START_MS = Date.parse('2026-10-20T12:00:00Z');

/** Fires when more than a tenth failed over twelve minutes and over one, for three minutes. */
const OWN = slo({
  objective: 0.99,
  ownAlerts: {
    burnRates: [
      {
        name: 'own',
        severity: 'page',
        lookbackMs: 12 * MINUTE_MS,
        threshold: 10,
        orEqual: false,
        afterMs: 3 * MINUTE_MS,
      },
    ],
    onNoData: false,
  },
});
const DAY = slo({ periodMs: DAY_MS, periodText: '1d' });

/** Whether an attempt is good, by its number. */
type IsGood = (attempt: number) => boolean;

const WELL: IsGood = () => true;
const HALF: IsGood = (attempt) => attempt % 2 === 0;

/** A daemon that judges every second; outcomes are known as soon as attempts are made. */
class Daemon {
  readonly changes: string[] = [];
  readonly history = new MemoryHistory();
  readonly #states = new MemoryAlertStates();
  readonly #slo: SloDefinition;
  readonly #everyMs: number;
  #evaluator: Evaluator;
  #attempt = 0;
  nowMs = START_MS;

  constructor(definition: SloDefinition, everySeconds: number) {
    this.#slo = definition;
    this.#everyMs = everySeconds * SECOND_MS;
    this.#evaluator = this.#start();
  }

  restart(): void {
    this.#evaluator = this.#start();
  }

  async pass(minutes: number, isGood: IsGood): Promise<void> {
    for (const endMs = this.nowMs + minutes * MINUTE_MS; this.nowMs < endMs;) {
      this.#probe(isGood);
      await this.#evaluate();
    }
  }

  /** The program stands still; attempts are made meanwhile. */
  async stall(minutes: number, isGood: IsGood): Promise<void> {
    for (const endMs = this.nowMs + minutes * MINUTE_MS; this.nowMs < endMs;) this.#probe(isGood);
    await this.#evaluate();
  }

  #probe(isGood: IsGood): void {
    if ((this.nowMs - START_MS) % this.#everyMs === 0) {
      const outcome = isGood(this.#attempt++) ? 'answered' : 'timeout';
      this.history.add(series(), this.nowMs, [{ outcome, count: 1, rttUs: 900 }]);
    }
    this.nowMs += SECOND_MS;
  }

  async #evaluate(): Promise<void> {
    const { transitions } = await this.#evaluator.evaluate(this.nowMs, this.nowMs - 5 * SECOND_MS);
    for (const { alert, from, to, atMs } of transitions)
      this.changes.push(`${new Date(atMs).toISOString().slice(11, 19)} ${alert} ${from}>${to}`);
  }

  /** How often and long alerts would have fired, judged minute by minute. */
  async simulated(): Promise<readonly Pick<Simulated['alerts'][number], 'fired' | 'firedMs' | 'isFiring'>[]> {
    const deps = { history: this.history, roundMsOf: () => this.#everyMs, minutesFromMs: 0 };
    const found = await whatIf(deps, [this.#slo], this.nowMs);
    return found?.simulated[0]?.alerts.map(({ fired, firedMs, isFiring }) => ({ fired, firedMs, isFiring })) ?? [];
  }

  #start(): Evaluator {
    const { history } = this;
    return new Evaluator({ history, alertStates: this.#states, slos: [this.#slo], roundMsOf: () => this.#everyMs });
  }
}

describe('an alert with a short window of a minute', () => {
  it('fires after alertAfter where half of the attempts fail each second, stays, and resolves once', async () => {
    const daemon = new Daemon(OWN, 1);
    await daemon.pass(15, WELL);
    await daemon.pass(30, HALF);
    expect(daemon.changes).toEqual(['12:17:16 own ok>pending', '12:20:16 own pending>firing']);
    await daemon.pass(20, WELL);
    expect(daemon.changes.slice(2)).toEqual(['12:47:00 own firing>ok']);
    // Minute by minute: pending at the end of 12:17, firing from 12:21 on, two quiet minutes at 12:47.
    expect(await daemon.simulated()).toEqual([{ fired: 1, firedMs: 26 * MINUTE_MS, isFiring: false }]);
  });

  it('does so with an attempt each twenty seconds too', async () => {
    const daemon = new Daemon(OWN, 20);
    await daemon.pass(15, WELL);
    await daemon.pass(30, HALF);
    const [pending, firing, ...more] = daemon.changes;
    expect(more).toEqual([]);
    expect(pending).toMatch(/^12:1[78]:.. own ok>pending$/);
    expect(firing).toMatch(/^12:2[012]:.. own pending>firing$/);
    await daemon.pass(20, WELL);
    expect(daemon.changes.slice(2)).toEqual(['12:47:00 own firing>ok']);
    expect(await daemon.simulated()).toMatchObject([{ fired: 1, isFiring: false }]);
  });

  it('does so over restarts', async () => {
    const daemon = new Daemon(OWN, 1);
    await daemon.pass(15, WELL);
    for (let i = 0; i < 14; i++) {
      await daemon.pass(1 + (i % 2), HALF);
      daemon.restart();
    }
    expect(daemon.changes.map((change) => change.slice(9))).toEqual(['own ok>pending', 'own pending>firing']);
    await daemon.pass(1, WELL);
    daemon.restart();
    await daemon.pass(3, WELL);
    expect(daemon.changes.slice(2).map((change) => change.slice(9))).toEqual(['own firing>ok']);
  });

  it('resolves by the minutes of a stall in which all was well, and not by those in which it was not', async () => {
    const daemon = new Daemon(OWN, 1);
    await daemon.pass(15, WELL);
    await daemon.pass(10, HALF);
    await daemon.stall(5, HALF);
    expect(daemon.changes).toHaveLength(2);
    await daemon.stall(5, WELL);
    expect(daemon.changes.slice(2)).toEqual(['12:32:00 own firing>ok']);
  });

  it('ends what was pending by a stall with a quiet minute, however long it then holds again', async () => {
    const daemon = new Daemon(OWN, 1);
    await daemon.pass(15, WELL);
    await daemon.pass(4, HALF);
    await daemon.stall(2, WELL);
    await daemon.stall(3, HALF);
    expect(daemon.changes.map((change) => change.slice(9))).toEqual([
      'own ok>pending',
      'own pending>ok',
      'own ok>pending',
    ]);
    expect(daemon.changes[1]).toBe('12:20:00 own pending>ok');
  });
});

describe('fast-burn', () => {
  it('does not resolve and reopen within seconds at the end of an outage', async () => {
    const daemon = new Daemon(DAY, 1);
    await daemon.pass(60, WELL);
    await daemon.pass(10, HALF);
    // As many failures as let five minutes burn just as fast as the threshold: 13.44 times 0.1 % are one of 74.4.
    await daemon.pass(20, (attempt) => attempt % 72 !== 0);
    await daemon.pass(10, WELL);
    const ofFastBurn = daemon.changes.filter((change) => change.includes('fast-burn'));
    expect(ofFastBurn.map((change) => change.slice(9))).toEqual(['fast-burn ok>firing', 'fast-burn firing>ok']);
  });
});
