import { MINUTE_MS, SECOND_MS } from '../../../domain/clock.js';
import type { NewCorrectionOffer } from '../../../domain/correction-offer.js';
import type { SituationSubject } from '../../../domain/situation.js';
import type { SloDefinition } from '../../../domain/slo-definition.js';
import { wholeMinutes } from '../../../judge/calendar/exclusions.js';
import type { ApiAlert, ExistingAnnotation } from '../api-objects.js';
import { cutCharacters } from '../cut-characters.js';
import { annotatedAlert } from '../evidence/alert-annotation.js';
import { downtimeMs, notedSlos } from './correction-notes.js';

const LONGEST_REASON = 1_000;

/**
 * What somebody asks for who closed an alert with `downtime:3m`: that only the first three minutes of it count.
 * Of the SLO that the alert is about, and of those that the reason names.
 */
export function alertOffers(
  { id, openedAtMs, closedAtMs, reason }: ApiAlert,
  subject: SituationSubject,
  slos: readonly SloDefinition[],
): readonly NewCorrectionOffer[] {
  const downMs = downtimeMs(reason);
  if (downMs === null || closedAtMs === null) return [];
  const about = slos.filter(({ key }) => subject.kind === 'slo' && subject.key === key).map(({ name }) => name);
  const named = notedSlos(reason, namesOf(slos));
  return offersOf(`alert ${id}`, [...new Set([...about, ...named])], {
    fromMs: openedAtMs + downMs,
    toMs: closedAtMs,
    reason,
  });
}

/** What somebody asks for who notes `SLO:availability` or `SLO:*` on a stretch of a graph: that it does not count. */
export function annotationOffers(
  annotation: ExistingAnnotation,
  slos: readonly SloDefinition[],
): readonly NewCorrectionOffer[] {
  // What we wrote ourselves asks for nothing.
  if (annotatedAlert(annotation) !== null) return [];
  const { id, title, description, from, to } = annotation;
  const reason = [title, description].filter((text) => text.trim() !== '').join(': ');
  const window = { fromMs: from * SECOND_MS, toMs: to * SECOND_MS };
  return offersOf(`annotation ${id}`, notedSlos(description, namesOf(slos)), { ...window, reason });
}

type Noted = Pick<NewCorrectionOffer, 'fromMs' | 'toMs' | 'reason'>;

/** A note that is changed asks for something else. */
function offersOf(source: string, names: readonly string[], { fromMs, toMs, reason }: Noted): NewCorrectionOffer[] {
  if (toMs - fromMs < MINUTE_MS || wholeMinutes({ fromMs, toMs }).length === 0) return [];
  const shown = cutCharacters(reason.trim(), LONGEST_REASON);
  const of = `${source} ${String(fromMs)}-${String(toMs)}`;
  return names.map((slo) => ({ source: `${of} ${slo}`, slo, fromMs, toMs, reason: shown }));
}

function namesOf(slos: readonly SloDefinition[]): readonly string[] {
  return [...new Set(slos.map(({ name }) => name))];
}
