import { Command, Option } from 'commander';

import { addCorrection, revokeCorrection } from '../app/operator/correction.js';
import { acceptOffer, dismissOffer } from '../app/operator/correction-offer.js';
import { correctionEffect } from '../app/operator/correction-effect.js';
import type { Correction } from '../domain/operator-action.js';
import { correctionOfferJson } from '../publish/operator/correction-offer-json.js';
import { correctionJson } from '../publish/operator/correction-json.js';
import {
  correctionLines,
  correctionNotes,
  correctionOfferLines,
  effectLines,
  revocationNotes,
} from './correction-text.js';
import type { Operations } from './open-operations.js';
import { change, type Changed, type OperatorCommandDeps, show } from './operator-command.js';
import {
  type ChangeOptions,
  changing,
  type CommonOptions,
  idArgument,
  showing,
  TIME_FORM,
  timeOption,
} from './operator-options.js';

/** `correct add|list|revoke|offers|accept|dismiss`: time taken out of an SLO afterwards, or put back. */
export function correctCommand(deps: OperatorCommandDeps): Command {
  return new Command('correct')
    .description('take time out of an SLO afterwards, or put it back; always published with its effect')
    .addCommand(addCommand(deps))
    .addCommand(listCommand(deps))
    .addCommand(revokeCommand(deps))
    .addCommand(offersCommand(deps))
    .addCommand(acceptCommand(deps))
    .addCommand(dismissCommand(deps));
}

interface AddOptions extends ChangeOptions {
  readonly slo: string;
  readonly from: number;
  readonly to: number;
  readonly exclude?: boolean;
  readonly restore?: boolean;
  readonly reason: string;
}

function addCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('add')
    .description('take time out of an SLO, or put back what was taken out, and show the figures before and after')
    .requiredOption('--slo <name>', 'of this SLO')
    .requiredOption('--from <time>', `from then on (${TIME_FORM})`, timeOption)
    .requiredOption('--to <time>', 'until then', timeOption)
    .addOption(new Option('--exclude', 'the time does not count').conflicts('restore'))
    .addOption(new Option('--restore', 'the time counts, whatever took it out before').conflicts('exclude'))
    .requiredOption('--reason <text>', 'why; it is published')
    .action(async (options: AddOptions) => {
      if (options.exclude !== true && options.restore !== true)
        command.error("error: required option '--exclude' or '--restore' not specified");
      await change('correct', deps, options, async (operations) => {
        const nowMs = deps.clock.nowMs();
        const known = { slos: operations.slos, kept: await operations.keptAt(nowMs), nowMs };
        return changed(deps, operations, await addCorrection(operations.store, known, given(options)));
      });
    });
  return changing(command);
}

function given({ slo, from, to, exclude, reason, by }: AddOptions) {
  return { slo, fromMs: from, toMs: to, kind: exclude === true ? 'exclude' : 'restore', reason, by } as const;
}

function listCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('list')
    .description('show what was corrected, why, by whom and when')
    .action((options: CommonOptions) =>
      show(deps, options, async ({ store }, style) => {
        const { corrections } = await store.operatorRecords();
        return { objects: corrections.map(correctionJson), lines: correctionLines(corrections, style) };
      }),
    );
  return showing(command);
}

function revokeCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('revoke')
    .description('take a correction back: figures are as if it had never been')
    .argument('<id>', 'as `correct list` shows it', idArgument)
    .action((id: number, options: ChangeOptions) =>
      change('correct', deps, options, async (operations) =>
        changed(deps, operations, await revokeCorrection(operations.store, id, options.by)),
      ),
    );
  return changing(command);
}

function offersCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('offers')
    .description('show what notes at Mackerel ask to be taken out, and what became of it')
    .action((options: CommonOptions) =>
      show(deps, options, async ({ store }, style) => {
        const offers = await store.correctionOffers();
        return { objects: offers.map(correctionOfferJson), lines: correctionOfferLines(offers, style) };
      }),
    );
  return showing(command);
}

function acceptCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('accept')
    .description('take out what is offered, and show the figures before and after')
    .argument('<id>', 'as `correct offers` shows it', idArgument)
    .option('--reason <text>', 'why; it is published (default: as the note says)')
    .action((id: number, options: ChangeOptions & { readonly reason?: string }) =>
      change('correct', deps, options, async (operations) => {
        const nowMs = deps.clock.nowMs();
        const known = { slos: operations.slos, kept: await operations.keptAt(nowMs), nowMs };
        return changed(deps, operations, await acceptOffer(operations.store, known, id, options));
      }),
    );
  return changing(command);
}

function dismissCommand(deps: OperatorCommandDeps): Command {
  const command = new Command('dismiss')
    .description('say that what is offered is not to be taken out; its note is not asked again')
    .argument('<id>', 'as `correct offers` shows it', idArgument)
    .action((id: number, options: ChangeOptions) =>
      change('correct', deps, options, async ({ store }) => {
        const offer = await dismissOffer(store, id, options.by);
        return { id, object: correctionOfferJson(offer), notes: [`offer ${String(id)} is dismissed`] };
      }),
    );
  return changing(command);
}

/** What was done, and what it does to the figures: these from what is kept now, the running minute included. */
async function changed(deps: OperatorCommandDeps, operations: Operations, correction: Correction): Promise<Changed> {
  const { slos } = operations;
  const nowMs = deps.clock.nowMs();
  const effect = await operations.reading((history) =>
    correctionEffect({ history, roundMsOf: (probe) => operations.roundMsOf(probe) }, slos, correction, nowMs),
  );
  const notes = correction.revokedAtMs === null ? correctionNotes(correction, nowMs) : revocationNotes(correction);
  return {
    id: correction.id,
    object: { ...correctionJson(correction), effect },
    notes: [...notes, ...effect.flatMap(effectLines)],
  };
}
