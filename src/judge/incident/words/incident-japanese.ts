import { formatDuration } from '../../../domain/duration.js';
import { countWords, percentWords } from '../../alert/figure-words.js';
import type { IncidentDictionary, PublicFigures } from './incident-dictionary.js';
import { longUnit } from './long-unit.js';

export const incidentJapanese: IncidentDictionary = {
  title: (service, names) => `${service}：${names.join('、')}が目標を下回っています`,
  shortTitle: (service, count) => `${service}：${String(count)}件の目標を下回っています`,
  alert: ({ name, objective, failed }) =>
    failed === null
      ? `${name}が目標（${percentWords(objective)}）を下回りました`
      : `${name}：${failedWords(failed)}（目標：${percentWords(objective)}）`,
  opening: (alerts) => `測定により次の問題を検知しました。\n\n${bullets(alerts)}\n\n現在、調査しています。`,
  affected: (alerts) => `次の項目にも影響が出ています。\n\n${bullets(alerts)}`,
  resolved: (quietMs) =>
    `${longUnit('ja', quietMs)}にわたり、この問題は測定されていません。このインシデントは自動的に解決済みとしました。`,
};

function failedWords({ bad, all, windowMs, thresholdUs }: NonNullable<PublicFigures['failed']>): string {
  const slow = thresholdUs === null ? '' : `、または応答に${formatDuration(thresholdUs / 1e3)}を超える時間を要しました`;
  const span = longUnit('ja', windowMs);
  return `${span}の測定${countWords(all)}回のうち${percentWords(bad / all)}が${thresholdUs === null ? '失敗しました' : `失敗${slow}`}`;
}

function bullets(alerts: readonly string[]): string {
  return alerts.map((alert) => `- ${alert}。`).join('\n');
}
