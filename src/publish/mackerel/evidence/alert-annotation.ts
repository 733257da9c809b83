import { MINUTE_MS, SECOND_MS } from '../../../domain/clock.js';
import { printable } from '../../../domain/printable.js';
import type { ExistingAnnotation, GraphAnnotation } from '../api-objects.js';
import { cutCharacters } from '../cut-characters.js';

const LONGEST_TITLE = 250;
const LONGEST_DESCRIPTION = 1_024;
/** The last line of a description, by which an annotation is known to be ours, and of which alert. */
const MARK = /^resolver-slo alert ([A-Za-z0-9_-]+)$/;

export interface AnnotatedAlert {
  readonly id: string;
  /** Name of its monitor. */
  readonly name: string;
  readonly openedAtMs: number;
  readonly closedAtMs: number | null;
  /** What it was about, in a sentence or two. */
  readonly text: string;
}

/** From the opening of an alert to its closing, or to now as long as it is open. */
export function alertAnnotation(alert: AnnotatedAlert, service: string, nowMs: number): GraphAnnotation {
  const mark = `resolver-slo alert ${alert.id}`;
  const endMs = alert.closedAtMs ?? Math.max(nowMs, alert.openedAtMs);
  return {
    title: cutCharacters(`Alert: ${printable(alert.name)}`, LONGEST_TITLE),
    description: `${cutCharacters(printable(alert.text), LONGEST_DESCRIPTION - mark.length - 1)}\n${mark}`,
    from: Math.floor(alert.openedAtMs / SECOND_MS),
    to: Math.floor(endMs / SECOND_MS),
    service,
  };
}

/** Where an annotation of an alert must be looked for, seconds since the epoch. */
export function annotationRange({ openedAtMs }: AnnotatedAlert, nowMs: number): { from: number; to: number } {
  return {
    from: Math.floor((openedAtMs - MINUTE_MS) / SECOND_MS),
    to: Math.ceil((Math.max(nowMs, openedAtMs) + MINUTE_MS) / SECOND_MS),
  };
}

/** The alert that an annotation of ours is of; `null`: somebody else's. */
export function annotatedAlert({ description }: Pick<ExistingAnnotation, 'description'>): string | null {
  return MARK.exec(description.trimEnd().split('\n').at(-1) ?? '')?.[1] ?? null;
}
