/** One value as mackerel-agent reads it from a metric plugin (mackerel.io/docs, "Adding custom metrics"). */
export interface AgentMetric {
  /** `resolver-slo.sli.availability`: the agent puts `custom.` before it. */
  readonly name: string;
  readonly value: number;
}

export interface AgentGraph {
  readonly label: string;
  readonly unit: 'float' | 'integer' | 'percentage' | 'milliseconds';
  readonly metrics: readonly { readonly name: string; readonly label: string; readonly stacked?: boolean }[];
}

/** `name<TAB>value<TAB>epoch`, a line each; what is no finite number is left out. */
export function metricLines(metrics: readonly AgentMetric[], epochSeconds: number): string {
  return metrics
    .filter(({ value }) => Number.isFinite(value))
    .map(({ name, value }) => `${name}\t${String(value)}\t${String(epochSeconds)}\n`)
    .join('');
}

/** What a plugin prints that is asked for its graphs. */
export function graphDefinitionText(graphs: Readonly<Record<string, AgentGraph>>): string {
  return `# mackerel-agent-plugin\n${JSON.stringify({ graphs })}\n`;
}

/** The agent asks for graphs by a variable; in other runs it is there too, and empty. */
export function wantsGraphs(env: Readonly<Record<string, string | undefined>>): boolean {
  return (env['MACKEREL_AGENT_PLUGIN_META'] ?? '') !== '';
}
