import { formatDuration } from '../../../domain/duration.js';
import { countWords, percentWords } from '../../alert/figure-words.js';
import type { IncidentDictionary, PublicFigures } from './incident-dictionary.js';
import { longUnit } from './long-unit.js';

export const incidentEnglish: IncidentDictionary = {
  title: (service, names) =>
    `${service}: ${LIST.format(names)} below ${names.length === 1 ? 'its objective' : 'their objectives'}`,
  shortTitle: (service, count) =>
    count === 1 ? `${service} below its objective` : `${service} below ${String(count)} objectives`,
  alert: ({ name, objective, failed }) =>
    failed === null
      ? `${name} fell below its objective of ${percentWords(objective)}`
      : `${name}: ${failedWords(failed)} (objective: ${percentWords(objective)})`,
  opening: (alerts) => `Our measurements show trouble:\n\n${bullets(alerts)}\n\nWe are looking into it.`,
  affected: (alerts) => `This is affected as well:\n\n${bullets(alerts)}`,
  resolved: (quietMs) =>
    `Our measurements have not shown this trouble for ${longUnit('en', quietMs)}. This incident was resolved automatically.`,
};

const LIST = new Intl.ListFormat('en', { type: 'conjunction' });

function failedWords({ bad, all, windowMs, thresholdUs }: NonNullable<PublicFigures['failed']>): string {
  const slow = thresholdUs === null ? '' : ` or took longer than ${formatDuration(thresholdUs / 1e3)}`;
  return `${percentWords(bad / all)} of ${countWords(all)} measurements failed${slow} within ${longUnit('en', windowMs)}`;
}

function bullets(alerts: readonly string[]): string {
  return alerts.map((alert) => `- ${alert}.`).join('\n');
}
