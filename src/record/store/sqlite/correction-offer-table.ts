import type Database from 'better-sqlite3';

import type { CorrectionOffer, CorrectionOfferEnd, NewCorrectionOffer } from '../../../domain/correction-offer.js';
import type { Prunable } from './prunable.js';

/** Corrections that notes elsewhere ask for. Call what writes within a transaction. */
export class CorrectionOfferTable implements Prunable {
  readonly #all: Database.Statement<[], Row>;
  readonly #one: Database.Statement<[number], Row>;
  readonly #add: Database.Statement<[Record<string, unknown>], Row>;
  readonly #end: Database.Statement<[Record<string, unknown>]>;
  readonly #first: Database.Statement<[], number | null>;
  readonly #deleteBefore: Database.Statement<[number, number]>;

  constructor(database: Database.Database) {
    this.#all = database.prepare('SELECT * FROM correction_offers ORDER BY id');
    this.#one = database.prepare('SELECT * FROM correction_offers WHERE id = ?');
    this.#add = database.prepare(
      `INSERT INTO correction_offers (source, slo, from_ms, to_ms, reason, recorded_at_ms)
       VALUES ($source, $slo, $fromMs, $toMs, $reason, $nowMs) ON CONFLICT (source) DO NOTHING RETURNING *`,
    );
    this.#end = database.prepare(
      `UPDATE correction_offers SET outcome = $outcome, ended_at_ms = $atMs, ended_by = $by, correction = $correction
       WHERE id = $id AND outcome IS NULL`,
    );
    const last = 'max(to_ms, recorded_at_ms)';
    this.#first = database.prepare<[], number | null>(`SELECT min(${last}) FROM correction_offers`).pluck();
    this.#deleteBefore = database.prepare(`DELETE FROM correction_offers WHERE ${last} < ? LIMIT ?`);
  }

  /** In order of recording. */
  all(): CorrectionOffer[] {
    return this.#all.all().map(toOffer);
  }

  find(id: number): CorrectionOffer | null {
    const row = this.#one.get(id);
    return row === undefined ? null : toOffer(row);
  }

  /** `null`: its source has asked for it before. */
  add(given: NewCorrectionOffer, nowMs: number): CorrectionOffer | null {
    const row = this.#add.get({ ...given, nowMs });
    return row === undefined ? null : toOffer(row);
  }

  /** Of one that is open. */
  end(id: number, end: CorrectionOfferEnd): void {
    this.#end.run({ id, ...end });
  }

  firstMs(): number | null {
    return this.#first.get() ?? null;
  }

  deleteBefore(timeMs: number, limit: number): number {
    return this.#deleteBefore.run(timeMs, limit).changes;
  }
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly slo: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly reason: string;
  readonly recorded_at_ms: number;
  readonly outcome: CorrectionOfferEnd['outcome'] | null;
  readonly ended_at_ms: number | null;
  readonly ended_by: string | null;
  readonly correction: number | null;
}

function toOffer(row: Row): CorrectionOffer {
  const { id, source, slo, from_ms: fromMs, to_ms: toMs, reason, recorded_at_ms: recordedAtMs } = row;
  const { outcome, ended_at_ms: atMs, ended_by: by, correction } = row;
  const end = outcome === null ? null : { outcome, atMs: atMs ?? 0, by: by ?? '', correction };
  return { id, source, slo, fromMs, toMs, reason, recordedAtMs, end };
}
