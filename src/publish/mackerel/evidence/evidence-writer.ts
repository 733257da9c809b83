import { type Clock, HOUR_MS, MINUTE_MS } from '../../../domain/clock.js';
import type { Situation, SituationSubject } from '../../../domain/situation.js';
import type { SloDefinition } from '../../../domain/slo-definition.js';
import type { TimeWindow } from '../../../domain/window.js';
import type { ApiAlert, GraphAnnotation } from '../api-objects.js';
import type { MackerelClient } from '../mackerel-client.js';
import { withSection } from '../memo/memo-section.js';
import { alertAnnotation, annotatedAlert, type AnnotatedAlert, annotationRange } from './alert-annotation.js';
import { evidenceBody, type EvidenceContext } from './evidence-body.js';
import { subjectOf } from './subject-of.js';

export interface EvidenceWriterDeps {
  readonly client: Pick<
    MackerelClient,
    'alert' | 'monitor' | 'setMemo' | 'annotations' | 'createAnnotation' | 'updateAnnotation'
  >;
  /** Where our metrics and annotations are. */
  readonly service: string;
  readonly slos: readonly SloDefinition[];
  readonly context: EvidenceContext;
  readonly readSituation: (subject: SituationSubject, window: TimeWindow) => Promise<Situation>;
  readonly clock: Clock;
}

/** Of an alert: what it is about, and what was going on. */
export interface AlertEvidence {
  readonly alert: AnnotatedAlert;
  /** Markdown, as it comes into the memo. */
  readonly body: string;
}

/** What was going on just before an alert opened is often why it did. */
const BEFORE_MS = 30 * MINUTE_MS;
const AFTER_MS = 5 * MINUTE_MS;
/** Of an alert that is open for long, only the latest is told. */
const LONGEST_MS = 24 * HOUR_MS;

/**
 * Writes what was going on around an alert of Mackerel's to where people look who are told of it. Every step may
 * be repeated: it then leads to the same. Rejects with `MackerelError`, or with what reading fails with.
 */
export class EvidenceWriter {
  readonly #deps: EvidenceWriterDeps;

  constructor(deps: EvidenceWriterDeps) {
    this.#deps = deps;
  }

  async evidence(alertId: string): Promise<AlertEvidence> {
    const { client, context, slos, service } = this.#deps;
    const alert = await client.alert(alertId);
    const monitor = alert.monitorId === null ? null : await client.monitor(alert.monitorId);
    const subject = subjectOf(monitor, slos, service);
    const situation = await this.#deps.readSituation(subject, this.#windowOf(alert));
    const name = typeof monitor?.['name'] === 'string' ? monitor['name'] : alert.id;
    const { id, openedAtMs, closedAtMs } = alert;
    return {
      alert: { id, name, openedAtMs, closedAtMs, text: reasonOf(situation, subject) },
      body: evidenceBody(situation, context, subject),
    };
  }

  /** Puts our section into the memo; `no room`: others have filled it. */
  async writeMemo(alertId: string): Promise<'written' | 'as it was' | 'no room'> {
    const { body } = await this.evidence(alertId);
    // Read last: what somebody writes between this and the writing would be lost.
    const { memo } = await this.#deps.client.alert(alertId);
    const merged = withSection(memo, body);
    if (merged === null) return 'no room';
    if (merged === memo) return 'as it was';
    await this.#deps.client.setMemo(alertId, merged);
    return 'written';
  }

  /** Marks the time of the alert on the graphs of the service, once. */
  async writeAnnotation(alertId: string): Promise<'created' | 'updated' | 'as it was'> {
    const { client, service, clock } = this.#deps;
    const { alert } = await this.evidence(alertId);
    const wanted = alertAnnotation(alert, service, clock.nowMs());
    const { from, to } = annotationRange(alert, clock.nowMs());
    const found = (await client.annotations(service, from, to)).find((one) => annotatedAlert(one) === alertId);
    if (found === undefined) {
      await client.createAnnotation(wanted);
      return 'created';
    }
    if (isSame(found, wanted)) return 'as it was';
    await client.updateAnnotation(found.id, wanted);
    return 'updated';
  }

  #windowOf({ openedAtMs, closedAtMs }: ApiAlert): TimeWindow {
    const nowMs = this.#deps.clock.nowMs();
    const toMs = Math.max(openedAtMs + MINUTE_MS, Math.min(nowMs, (closedAtMs ?? Infinity) + AFTER_MS));
    return { fromMs: Math.max(openedAtMs - BEFORE_MS, toMs - LONGEST_MS), toMs };
  }
}

/** The latest explanation of why an alert fired, of the very one if it is known. */
function reasonOf({ slos }: Situation, subject: SituationSubject): string {
  const wanted = subject.kind === 'slo' ? subject.alert : null;
  const changes = slos.flatMap(({ status, alertChanges }) =>
    alertChanges
      .filter(({ to, alert }) => to === 'firing' && (wanted === null || alert === wanted))
      .map((change) => ({ name: status.displayName, change })),
  );
  const [latest] = changes.sort((a, b) => b.change.atMs - a.change.atMs);
  return latest === undefined ? 'See the memo of the alert.' : `${latest.name}: ${latest.change.explanation}`;
}

function isSame(found: GraphAnnotation, wanted: GraphAnnotation): boolean {
  const keys = ['title', 'description', 'from', 'to'] as const;
  return keys.every((key) => found[key] === wanted[key]);
}
