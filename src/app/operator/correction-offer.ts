import { isoTime } from '../../domain/clock.js';
import type { CorrectionOffer } from '../../domain/correction-offer.js';
import type { Correction } from '../../domain/operator-action.js';
import { correctionFaults, type KnownToCorrections } from './correction.js';
import type { OperatorStore } from './operator-store.js';
import { nameOfPersonFaults, refuse, refused } from './refusal.js';

/** What an operator says otherwise than the note that asks for a correction. */
export interface AcceptedAs {
  /** Absent: as the note says. */
  readonly reason?: string;
  readonly by: string;
}

/** Records the correction that is offered. Throws `AppError` `OPERATION_REFUSED`, or what the store throws. */
export async function acceptOffer(
  store: Pick<OperatorStore, 'acceptOffer'>,
  known: KnownToCorrections,
  id: number,
  { reason, by }: AcceptedAs,
): Promise<Correction> {
  return store.acceptOffer(id, (offer) => {
    if (offer?.end !== null) throw refused(whyNotOpen(id, offer));
    const { slo, fromMs, toMs } = offer;
    const given = { slo, fromMs, toMs, kind: 'exclude', reason: reason ?? offer.reason, by } as const;
    refuse(correctionFaults(given, known));
    return given;
  });
}

/** Says that what is offered is not to be corrected. Throws as `acceptOffer()` does. */
export async function dismissOffer(
  store: Pick<OperatorStore, 'dismissOffer' | 'correctionOffers'>,
  id: number,
  by: string,
): Promise<CorrectionOffer> {
  refuse(nameOfPersonFaults('by', by));
  const dismissed = await store.dismissOffer(id, by);
  if (dismissed !== null) return dismissed;
  const offers = await store.correctionOffers();
  throw refused(whyNotOpen(id, offers.find((one) => one.id === id) ?? null));
}

function whyNotOpen(id: number, found: CorrectionOffer | null): string {
  const end = found?.end ?? null;
  if (end === null) return `id: the id of an offered correction is required (\`correct offers\`), found ${String(id)}`;
  const what = end.outcome === 'accepted' ? `accepted as correction ${String(end.correction)}` : 'dismissed';
  return `offer ${String(id)} was ${what} at ${isoTime(end.atMs)} by ${end.by}`;
}
