import type { SloState } from '../../../domain/slo-status.js';
import type {
  FiringCause,
  FiringWords,
  ReportDictionary,
  ReportPromise,
  ResultWords,
  StateCounts,
  UnitKind,
} from './dictionary.js';
import { japaneseDifferences, japaneseMethod } from './japanese-method.js';

export const japanese: ReportDictionary = {
  locale: 'ja-JP',
  title: (month) => `SLO レポート ${month}`,
  description: (month) => `${month}の DNS リゾルバーの SLO 達成状況です。`,
  sentences: (sentences) => sentences.join(''),
  skipToContent: '本文へ移動',
  generated: (time) => `作成日時は ${time} です。`,
  underWay: (time) => `この月はまだ終わっていません。数値は ${time} までのもので、今後変わります。`,
  internalOnly: '社内用: このレポートには非公開の SLO が含まれています。',
  overall,
  noSlos: '報告対象の SLO はありません。',
  notBegun: (names) => `${names.join('、')} のタイムゾーンでは、この月はまだ始まっていません。`,
  notEvaluated: (reason) => `評価できませんでした: ${reason}`,
  state: (state, isOver) => (isOver ? OVER[state] : UNDER_WAY[state]),
  noData: 'データなし',
  none: '–',
  headings: {
    overview: '概要',
    budget: 'エラーバジェット',
    byDay: '日別の状況',
    burnDown: '月間のエラーバジェット残量',
    latency: '日別の応答時間',
    outcomes: '結果別のクエリー数',
    resolvers: '失敗したリゾルバー',
    worstDays: '悪かった日',
    worstHours: '悪かった時間帯',
    alerts: 'アラート',
    incidents: '障害情報',
    exclusions: 'メンテナンスと訂正',
    coverage: '測定できた範囲',
    changes: '集計対象の変更',
    method: '算出方法',
    digest: 'ダイジェスト',
    glossary: 'このレポートの読み方',
    allDays: '全日の数値',
  },
  columns: {
    slo: 'SLO',
    objective: '目標',
    share: '良好率',
    budgetLeft: 'バジェット残量',
    coverage: '測定率',
    state: '結果',
    shareOfBudget: 'バジェット比',
    time: '時間換算',
    outcome: '結果',
    good: '良好',
    notGood: '不良',
    notCounted: '対象外',
    resolver: 'リゾルバー',
    queries: 'クエリー数',
    mostly: '主な原因',
    day: '日付',
    hour: '時間帯',
    counted: (unit) => UNITS[unit],
    budget: 'バジェット比',
    asMeasured: '除外なしの値',
  },
  objective: objectiveSentence,
  monthOf: (timeZone) => `日付と時刻のタイムゾーンは ${timeZone} です。`,
  result,
  partlyKnown: (share) => `測定できたのはこの期間の ${share} だけで、残りの期間が良好だったかどうかは不明です。`,
  noDataResult: (isOver) =>
    isOver
      ? 'この月は測定データがありません。目標を達成したかどうかは不明です。'
      : 'この月の測定データはまだありません。',
  compositeOf: (parts) =>
    `各目標の加重平均です: ${parts.map(({ name, share, weight }) => `${name} ${share}（重み ${weight}）`).join('、')}。`,
  composedDays: '各日の値は、データのある目標の加重平均です。',
  sliLabel: {
    availability: '応答率',
    latency: '時間内の応答率',
    correctness: '正答率',
    reachability: '返信率',
    other: '良好率',
  },
  failedLabel: '不良',
  ofAll: (count, unit) => `${UNITS[unit]} ${count} のうち`,
  budgetLeft: 'バジェット残量',
  budgetOverspent: 'バジェット超過',
  known: '測定率',
  budgetRows: { allowed: '許容量', spent: '消費', left: '残り' },
  budgetSoFar: 'バジェットは月全体のものです。件数は、残りの期間も同じ割合でクエリーがある場合の許容量です。',
  madeOf: (good, valid) => `元になったクエリーは ${valid} 件で、うち ${good} 件が良好でした。`,
  outcome: {
    answered: '期待どおりの応答',
    wrong_rcode: '応答コードの誤り',
    wrong_answer: '応答内容の誤り',
    malformed: '壊れた応答',
    timeout: 'タイムアウト',
    network_error: 'ネットワークエラー',
    tls_error: 'TLS エラー',
    http_error: 'HTTP エラー',
    prober_error: '測定側のエラー',
  },
  slow: '遅い応答',
  more: (count) => `ほか ${count} 件`,
  nothingFailed: '失敗はありませんでした。',
  dayLevel: {
    met: '目標達成',
    below: '目標未達',
    far_below: '大幅な未達（許容の 10 倍を超える失敗）',
    no_data: 'データなし',
  },
  dayChart: ({ met, below, far_below: far, no_data: none }) =>
    `1 日 1 本の棒グラフ。目標達成 ${met} 日、未達 ${below} 日、大幅な未達 ${far} 日、データなし ${none} 日。`,
  burnChart: (left) => `エラーバジェット残量の折れ線グラフ。月初の 100% から期末の ${left} まで。`,
  latencyChart: ({ p50, p90, p99 }) =>
    `応答時間のパーセンタイルの日別折れ線グラフ。月全体: 中央値 ${p50}、90 パーセンタイル ${p90}、99 パーセンタイル ${p99}。`,
  latency: ({ p50, p90, p99 }) =>
    `月全体では、クエリーの半数が ${p50} 以内、90% が ${p90} 以内、99% が ${p99} 以内に応答を得ました。`,
  percentileNote: '全クエリーが対象。失敗は最も遅いものとして数えます',
  beyondTimeout: 'タイムアウト超過',
  alert: alertSentence,
  alertsNotKept: 'アラートは記録されていません。',
  noAlerts: 'アラートの記録はありません。',
  noIncidents: '障害の報告はありませんでした。',
  incidentImpact: { minor: '軽微', major: '重大', critical: '致命的' },
  incidentState: { investigating: '調査中', identified: '原因特定', monitoring: '経過観察中', resolved: '解決' },
  incident: ({ impact, from, to, length }) =>
    to === null
      ? `影響: ${impact}。${from} から継続中。`
      : `影響: ${impact}。${from} から ${to} まで${length === null ? '' : `（${length}）`}。`,
  concerning: (slos) => `対象: ${slos.join('、')}`,
  noExclusions: 'この月に関わるメンテナンスや訂正はありません。',
  exclusionKind: { maintenance: 'メンテナンス', exclude: '訂正（除外）', restore: '訂正（復元）' },
  recorded: (time, by) => (by === null ? `${time} に記録。` : `${time} に ${by} が記録。`),
  effect: ({ now, without, attempts, isMore }) =>
    `適用後 ${now}、適用前 ${without}。集計対象のクエリーが ${attempts} 件${isMore ? '増加' : '減少'}。`,
  noEffect: '有効ですが、数値は変わりません。',
  void: {
    policy: '集計対象です。この SLO はメンテナンスを除外しません。',
    late: (notice) => `集計対象です。この SLO が求める ${notice}前までに告知されませんでした。`,
    cancelled: (time, by) => (by === null ? `${time} に取り消しました。` : `${time} に ${by} が取り消しました。`),
    revoked: (time, by) =>
      by === null
        ? `${time} に撤回したため、効力はありません。`
        : `${time} に ${by} が撤回したため、効力はありません。`,
  },
  asMeasured: ({ now, without, attempts }) =>
    `除外した ${attempts} 件のクエリーをすべて含めた値: ${without}。集計上の値: ${now}。`,
  coverage: (share, covered, slots, minutes) =>
    minutes === '1'
      ? `月の ${share}: ${slots} 分のうち ${covered} 分に測定値があります。`
      : `月の ${share}: ${minutes} 分ごとの ${slots} 回のうち ${covered} 回に測定値があります。`,
  dataSince: (time) => `${time} からデータがあります。`,
  gap: (from, to, length) => `${from} から ${to} まで（${length}）データがありません。`,
  moreGaps: (count) => `ほかに、より短い欠測が ${count} 回あります。`,
  noDataCounts: 'データのない時間は、良好とも不良とも数えません。',
  proberErrors: (count, resolver) => `測定側のエラーとして除外: ${resolver} へのクエリー ${count} 件。`,
  inconclusive: (count, all, fewest) =>
    `リゾルバーとクエリーごとの ${all} 分のうち ${count} 分は、有効なクエリーのある測定地点が ${fewest} に満たず判定できません。良好とも不良とも数えません。`,
  unreadable: (count) => `除外: 応答時間の記録が失われた応答 ${count} 件。`,
  noChanges: '集計対象に変更はありません。',
  since: (time) => `${time} から:`,
  definitionChanged: (key, before, after) => `${key}: ${before} から ${after} に変更`,
  seriesJoined: (series) => `${series} の測定を開始`,
  seriesLeft: (series) => `${series} の測定を終了`,
  seriesImported: (series) => `${series} はインポートにより集計対象に追加`,
  seriesPart: (series, first, last) =>
    `${series} のデータは${first === null ? '' : ` ${first} から`}${last === null ? '' : ` ${last} まで`}に限られます。`,
  method: japaneseMethod,
  publication: {
    digest: '入力データのダイジェスト（SHA-256）',
    digestNote:
      '対象月、SLO の定義、有効なメンテナンスと訂正、数値の元になったすべての件数を対象とします。入力データがあれば、すべての数値を再計算できます。',
    reportDigest: 'このレポートのダイジェスト（各 SLO のダイジェストに基づく SHA-256）',
    never: 'まだ公開されていません。',
    published: (time, digest) => `${time} に公開（ダイジェスト ${digest}）。`,
    same: (time) => `変更なし: 現在の入力データは ${time} に公開したものと同じです。`,
    differs: '現在の入力データは、最後に公開したものと異なります:',
  },
  differences: japaneseDifferences,
  glossary: [
    { term: '目標', text: 'その月に良好であると約束した割合です。' },
    {
      term: 'エラーバジェット',
      text: 'その月に目標が許容する失敗の量です。時間換算は、全面停止が続いた場合に同じ量を使い切る長さです。使い切ると目標未達になります。',
    },
    {
      term: 'p50、p90、p99',
      text: '全クエリーの半数、90%、99% が、この時間以内に応答を得ました。応答のないクエリーは、応答のあったどのクエリーよりも遅いものとして数えます。',
    },
    {
      term: 'データなし',
      text: '測定していないことを示します。良好とも不良とも数えず、0% や 100% と表示することはありません。',
    },
    {
      term: '測定側のエラー',
      text: 'リゾルバーに届く前に、測定側で失敗したことが確実なクエリーです。別に数え、集計から除きます。',
    },
    { term: '端数処理', text: '割合は切り捨てです。未達の目標が達成と表示されることはありません。' },
  ],
  poweredBy: (version) => `resolver-slo ${version} で測定`,
};

const OVER: Readonly<Record<SloState, string>> = {
  met: '達成',
  at_risk: '達成（残りわずか）',
  violated: '未達',
  no_data: 'データなし',
};

const UNDER_WAY: Readonly<Record<SloState, string>> = {
  met: '順調',
  at_risk: '残りわずか',
  violated: 'バジェット枯渇',
  no_data: 'データなし',
};

const UNITS: Readonly<Record<UnitKind, string>> = {
  queries: 'クエリー',
  slices: 'タイムスライス',
  series: '分ごとの系列',
  weights: '重み',
};

function overall(counts: StateCounts, isOver: boolean): string {
  const total = counts.met + counts.at_risk + counts.violated + counts.no_data;
  if (total === 0) return '報告対象の SLO はありません。';
  if (counts.no_data === total) return 'この月のデータはありません。';
  const kept = counts.met + counts.at_risk;
  const parts = [
    `${String(total)} 件の目標のうち ${String(kept)} 件${isOver ? 'を達成' : 'が順調'}`,
    counts.violated > 0 ? `${String(counts.violated)} 件が${isOver ? '未達' : 'バジェット枯渇'}` : '',
    counts.no_data > 0 ? `${String(counts.no_data)} 件がデータなし` : '',
  ];
  return `${parts.filter((part) => part !== '').join('、')}。`;
}

function objectiveSentence({ indicator, objective, slices }: ReportPromise): string {
  const good = goodWords(indicator);
  if (slices === null) return `${good}割合が ${objective} 以上。`;
  if (slices.target === null) return `${slices.width}ごとの、${good}割合の平均が ${objective} 以上。`;
  return `${slices.width}ごとのタイムスライスの ${objective} 以上で、${good}割合が ${slices.target} 以上。`;
}

function goodWords(indicator: ReportPromise['indicator']): string {
  switch (indicator.kind) {
    case 'availability':
      return 'クエリーに期待どおりの応答がある';
    case 'latency':
      return `クエリーに ${indicator.threshold} 以内に応答がある`;
    case 'correctness':
      return '返信が期待どおりである';
    case 'reachability':
      return 'クエリーに返信がある';
    case 'other':
      return 'クエリーが良好である';
    default:
      return indicator satisfies never;
  }
}

function result({ state, isOver, share, objective, notGood, valid, unit }: ResultWords): string {
  const counted =
    unit === 'weights' ? `良好率は ${share}` : `${UNITS[unit]} ${valid} のうち ${share} が良好、${notGood} が不良`;
  if (state === 'violated')
    return `${counted}。目標の ${objective} ${isOver ? 'は未達でした' : 'に対し、この月のバジェットを使い切りました'}。`;
  return `${counted}。目標の ${objective} を達成${isOver ? 'しました' : 'しています'}。`;
}

function alertSentence({ name, severity, from, to, length, cause }: FiringWords): string {
  const when = `${from ?? '前月以前'} から ${to ?? '期末以降'} まで`;
  const urgency = severity === 'page' ? '緊急' : '通常';
  return `${name}（${urgency}）: ${when}${length === null ? '' : `（${length}）`}発生${causeWords(cause)}。`;
}

function causeWords(cause: FiringCause | null): string {
  if (cause === null) return '';
  if (cause.kind === 'no-data') return '。測定データが途絶えました';
  return `。${cause.window}に ${cause.valid} のうち ${cause.notGood} が不良で、バジェットが許す割合の ${cause.rate} 倍でした`;
}
