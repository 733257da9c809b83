import { type Phase, PHASES } from '../domain/phase.js';
import type { PhaseHistograms } from '../domain/cell.js';

/** The histograms of the phases for which `bytesOf` gives one; `null` if it gives none. */
export function phaseHistograms(bytesOf: (phase: Phase) => Uint8Array | null): PhaseHistograms | null {
  const found: Partial<Record<Phase, Uint8Array>> = {};
  let isEmpty = true;
  for (const phase of PHASES) {
    const bytes = bytesOf(phase);
    if (bytes === null) continue;
    found[phase] = bytes;
    isEmpty = false;
  }
  return isEmpty ? null : found;
}
