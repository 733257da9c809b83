import { Command, Option } from 'commander';

import { addPostMortem, openIncident, type ToldUpdate, updateIncident } from '../app/operator/incident.js';
import { dismissProposal, publishProposal } from '../app/operator/proposal.js';
import { INCIDENT_IMPACTS, INCIDENT_STATES, type IncidentImpact, type IncidentState } from '../domain/incident.js';
import { recordedIncidentJson } from '../publish/operator/incident-json.js';
import { proposalJson } from '../publish/operator/proposal-json.js';
import { incidentLines, incidentNotes, postMortemNotes } from './incident-text.js';
import { proposalLines } from './proposal-text.js';
import { change, type OperatorCommandDeps, show } from './operator-command.js';
import {
  type ChangeOptions,
  changing,
  collect,
  type CommonOptions,
  idArgument,
  showing,
  TIME_FORM,
  timeOption,
} from './operator-options.js';

/** `incident open|update|resolve|post-mortem|publish|dismiss|list`: trouble that users are told of. */
export function incidentCommand(deps: OperatorCommandDeps): Command {
  return new Command('incident')
    .description('tell users of trouble, and what becomes of it; it changes no figure')
    .addCommand(openCommand(deps))
    .addCommand(updateCommand(deps))
    .addCommand(resolveCommand(deps))
    .addCommand(postMortemCommand(deps))
    .addCommand(publishCommand(deps))
    .addCommand(dismissCommand(deps))
    .addCommand(listCommand(deps));
}

interface ToldOptions extends ChangeOptions {
  readonly message: string;
  readonly at?: number;
}

interface OpenOptions extends ToldOptions {
  readonly title: string;
  readonly impact: IncidentImpact;
  readonly slo?: readonly string[];
}

interface UpdateOptions extends ToldOptions {
  readonly status: IncidentState;
  readonly slo?: readonly string[];
}

function openCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('open')
    .description('open an incident')
    .requiredOption('--title <title>', 'what is the matter, in a line')
    .addOption(new Option('--impact <impact>', 'how bad it is').choices(INCIDENT_IMPACTS).makeOptionMandatory())
    .option('--slo <name>', 'affects this SLO; may be given several times', collect)
    .action((options: OpenOptions) =>
      change('incident', deps, options, async ({ store, slos }) => {
        const { title, impact, slo = [] } = options;
        const given = { title, impact, slos: slo, told: toldBy(options) };
        const incident = await openIncident(store, slos, given, deps.clock.nowMs());
        return { id: incident.id, object: recordedIncidentJson(incident), notes: incidentNotes(incident) };
      }),
    );
  return telling(command);
}

function updateCommand(deps: OperatorCommandDeps): Command {
  const states = INCIDENT_STATES.filter((state) => state !== 'resolved');
  const command = new Command('update')
    .description('tell more of an incident')
    .argument('<id>', 'as `incident list` shows it', idArgument)
    .addOption(new Option('--status <status>', 'what is known of it').choices(states).makeOptionMandatory())
    .option('--slo <name>', 'affects this SLO too; may be given several times', collect)
    .action((id: number, options: UpdateOptions) => tell(deps, id, options.status, options));
  return telling(command);
}

function resolveCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('resolve')
    .description('tell that an incident is over')
    .argument('<id>', 'as `incident list` shows it', idArgument)
    .action((id: number, options: ToldOptions) => tell(deps, id, 'resolved', options));
  return telling(command);
}

function postMortemCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('post-mortem')
    .description('link what was learned of an incident, over or not; another link replaces it')
    .argument('<id>', 'as `incident list` shows it', idArgument)
    .requiredOption('--url <url>', 'where it is to be read (http or https)')
    .action((id: number, options: ChangeOptions & { readonly url: string }) =>
      change('incident', deps, options, async ({ store }) => {
        const incident = await addPostMortem(store, id, options);
        return { id, object: recordedIncidentJson(incident), notes: postMortemNotes(incident) };
      }),
    );
  return changing(command);
}

interface PublishOptions extends ChangeOptions {
  readonly title?: string;
  readonly impact?: IncidentImpact;
  readonly message?: string;
  readonly at?: number;
}

function publishCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('publish')
    .description('open an incident that alerts propose')
    .argument('<id>', 'of the proposal, as `incident list` shows it', idArgument)
    .option('--title <title>', 'what is the matter, in a line (default: as proposed)')
    .addOption(new Option('--impact <impact>', 'how bad it is (default: as proposed)').choices(INCIDENT_IMPACTS))
    .option('--message <text>', 'what users should know (default: as proposed)')
    .option('--at <time>', `when it began (${TIME_FORM}; default: when its first alert fired)`, timeOption)
    .action((id: number, { at, ...options }: PublishOptions) =>
      change('incident', deps, options, async ({ store }) => {
        const incident = await publishProposal(store, id, { ...options, atMs: at ?? null }, deps.clock.nowMs());
        return { id: incident.id, object: recordedIncidentJson(incident), notes: incidentNotes(incident) };
      }),
    );
  return changing(command);
}

function dismissCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('dismiss')
    .description('say that what alerts propose is no incident; while they fire, nothing else is proposed for them')
    .argument('<id>', 'of the proposal, as `incident list` shows it', idArgument)
    .action((id: number, options: ChangeOptions) =>
      change('incident', deps, options, async ({ store }) => {
        const proposal = await dismissProposal(store, id, options.by);
        return { id, object: proposalJson(proposal), notes: [`proposal ${String(id)} is dismissed`] };
      }),
    );
  return changing(command);
}

function listCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('list')
    .description('show incidents: proposed ones, open ones with all that was told, and those that are over')
    .option('--proposals', 'only what alerts have proposed, with what became of it')
    .action((options: CommonOptions & { readonly proposals?: boolean }) =>
      show(deps, options, async ({ store }, style) => {
        const proposals = await store.proposals();
        if (options.proposals === true)
          return { objects: proposals.map(proposalJson), lines: proposalLines(proposals, style) };
        const incidents = await store.incidents();
        const open = proposals.filter(({ end }) => end === null);
        const objects = [...incidents.map(recordedIncidentJson), ...open.map(proposalJson)];
        return { objects, lines: incidentLines(incidents, open, style) };
      }),
    );
  return showing(command);
}

function tell(
  deps: OperatorCommandDeps,
  id: number,
  state: IncidentState,
  options: ToldOptions & Pick<UpdateOptions, 'slo'>,
): Promise<void> {
  return change('incident', deps, options, async ({ store, slos }) => {
    const told = { ...toldBy(options), state, slos: options.slo ?? [] };
    const incident = await updateIncident(store, slos, id, told, deps.clock.nowMs());
    return { id, object: recordedIncidentJson(incident), notes: incidentNotes(incident) };
  });
}

function telling(command: Command): Command {
  return changing(
    command
      .requiredOption('--message <text>', 'what users should know')
      .option('--at <time>', `when it was so (${TIME_FORM}; default: now)`, timeOption),
  );
}

function toldBy({ message, at, by }: ToldOptions): Omit<ToldUpdate, 'state' | 'slos'> {
  return { message, atMs: at ?? null, by };
}
