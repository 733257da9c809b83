/** The embedded resolver of the demo. */
export interface LabConfig {
  readonly listen: { readonly host: string; readonly port: number };
  /** Absolute path of the scenario file; `null`: always well. */
  readonly scenarioFile: string | null;
  /** How much history to generate into an empty store, so that the demo's page shows months; 0: none. */
  readonly historyMs: number;
}
