import { isoTime } from '../../domain/clock.js';
import type { CorrectionOffer } from '../../domain/correction-offer.js';

/** An offered correction as scripts read it; `offer` is its id, `status` what became of it. */
export function correctionOfferJson({ id, source, slo, fromMs, toMs, reason, recordedAtMs, end }: CorrectionOffer) {
  return {
    offer: id,
    status: end?.outcome ?? 'offered',
    source,
    slo,
    from: isoTime(fromMs),
    to: isoTime(toMs),
    reason,
    offeredAt: isoTime(recordedAtMs),
    endedAt: end === null ? null : isoTime(end.atMs),
    endedBy: end?.by ?? null,
    correction: end?.correction ?? null,
  };
}
