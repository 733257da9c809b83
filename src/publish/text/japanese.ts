import type { AlertWords, Dictionary, OverallCounts, PromiseWords, SpanWords, UnitWords } from './dictionary.js';
import type { IndicatorKind } from '../status-page/indicator-kind.js';
import { japaneseSloPage } from './japanese-slo-page.js';

export const japanese: Dictionary = {
  locale: 'ja-JP',
  languageName: '日本語',
  list: (parts) => parts.join('、'),
  listComma: '、',
  nav: { label: 'ページ', status: '稼働状況', history: '履歴', languages: '言語' },
  messages: {
    notFound: { title: 'ページが見つかりません', explanation: 'このアドレスには何もありません。' },
    starting: {
      title: '起動中です',
      explanation: 'まだ評価が済んでいません。数秒後に再読み込みしてください。',
    },
    unavailable: {
      title: '準備中です',
      explanation: 'このページを作成しています。数秒後に再読み込みしてください。',
    },
  },
  madeAt: 'このページの作成日時:',
  staleFrom: '次の日時以降は最新の情報ではありません:',
  subscribe: '購読',
  calendarFeed: 'メンテナンスカレンダー',
  events: {
    current: '現在と今後の予定',
    past: '過去の障害',
    nothingPast: (days) => `この ${String(days)} 日間、障害の報告はありません。`,
    wholeHistory: 'すべての障害と月別の状況',
    impact: { minor: '影響: 小', major: '影響: 大', critical: '影響: 重大' },
    state: { investigating: '調査中', identified: '原因特定', monitoring: '経過観察中', resolved: '復旧済み' },
    since: '発生:',
    goesOn: '未復旧',
    lasted: (period) => `継続時間 ${period}`,
    maintenanceNow: 'メンテナンス中',
    maintenanceAhead: 'メンテナンス予定',
    affects: '対象:',
    updates: '経過',
    postMortem: '事後報告',
    costs: '目標への影響',
    costNote:
      '障害の最初の分から最後の分までに良好でなかったものすべて（理由を問わず）と、それがエラーバジェット全体に占める割合です。',
    objective: '目標',
    notGood: '不良',
    share: '良好率',
    ofBudget: 'エラーバジェット比',
    badOf: (bad, valid, unit) => `${unitWords(unit)} ${valid} のうち ${bad}`,
    maintenance: 'メンテナンス',
    maintenanceState: {
      scheduled: 'メンテナンス予定',
      in_progress: 'メンテナンス中',
      completed: 'メンテナンス完了',
      cancelled: 'メンテナンス中止',
    },
    announced: '予告:',
    cancelled: '中止:',
    effects: '集計での扱い',
    effect: {
      excluded: (notice) => `集計から除外します（${notice}以上前に予告）`,
      late: (notice) => `集計に含めます（予告が ${notice}前より遅い）`,
      counted: () => '集計に含めます（メンテナンスも約束のうち）',
    },
    byMonth: '月別の状況',
    byMonthNote: '月は UTC です。目標未達の月には印があります。今月は現在までの値です。',
    years: '年',
    latestMonths: '最近',
    monthReport: (month) => `${month}のレポート`,
    nothingInMonth: '障害もメンテナンスもありません。',
    correction: { exclude: '集計からの除外:', restore: '集計への復帰:' },
  },
  feeds: {
    title: (site) => `${site}: 障害とメンテナンス`,
    description: '障害とその経過、およびメンテナンスのお知らせ',
    maintenanceState: { scheduled: '予定', in_progress: '実施中', completed: '完了', cancelled: '中止' },
    maintenance: (title) => `メンテナンス: ${title}`,
    endedEarly: (time) => `早期終了: ${time}`,
    postMortem: '事後報告',
  },
  sloPage: japaneseSloPage,
  timesLabel: '応答時間の中央値（直近 1 日）',
  slowest: (p99) => (p99 === null ? '99%: タイムアウト超過' : `99% が ${p99} 以内`),
  skipToContent: '本文へ移動',
  pageDescription: (title) => `${title}: DNS リゾルバーの SLO と、その達成状況です。`,
  overall,
  overallAlerts: ({ page, ticket }) => {
    if (page + ticket === 0) return '発生中のアラートはありません。';
    const parts = [page > 0 ? `緊急 ${String(page)} 件` : '', ticket > 0 ? `通常 ${String(ticket)} 件` : ''];
    return `アラートが発生しています（${parts.filter((part) => part !== '').join('、')}）。`;
  },
  dataAsOf: 'データの日時:',
  daysAreIn: (timeZone) =>
    timeZone === 'UTC'
      ? '日付と時刻は UTC です。'
      : `日付と時刻のタイムゾーンは、UTC と記したものを除き ${timeZone} です。`,
  demoTitle: 'デモ',
  demoText:
    'ここで測定しているリゾルバーは、このマシンに組み込まれた実験用のものです。障害は台本どおりに起こり、起動前の履歴は生成されたデータです。',
  staleTitle: (age) => `この数値は ${age}前のものです。`,
  staleText: '評価が止まっているため、その後の状況は反映されていません。',
  cannotRefresh: '現在、このページを更新できません。以下の数値は最新ではない可能性があります。',
  needsAttention: '注意が必要な目標',
  services: 'サービス',
  serviceSummary: (counts) => {
    const total = sum(counts);
    return counts.met === total
      ? `${String(total)} 件の目標をすべて達成`
      : `${String(total)} 件の目標のうち ${String(counts.met)} 件を達成`;
  },
  noSlos: '公開されている目標はまだありません。',
  state: { met: '達成', at_risk: '要注意', violated: '未達', no_data: 'データなし' },
  objective: objectiveSentence,
  allowance: (oneIn) => `許容される失敗は ${oneIn} 件に 1 件です。`,
  allowanceNone: '',
  sliLabel: {
    availability: '応答率',
    latency: '時間内の応答率',
    correctness: '正答率',
    reachability: '返信率',
    other: '良好率',
  },
  goodOfValid: (good, valid, unit) => `${unitWords(unit)} ${valid} のうち ${good}`,
  noData: 'データなし',
  budgetLabel: 'エラーバジェット',
  budgetLeft: (share) => `残り ${share}`,
  budgetOverspent: (share) => `${share} 超過`,
  budgetSpentExactly: '残りなし',
  burnLabel: '現在の消費ペース',
  burnNote: (window) => `持続可能なペースとの比、直近 ${window}`,
  noAlerts: '発生中のアラートはありません。',
  alertSeverity: { page: '緊急', ticket: '通常' },
  alert: alertSentence,
  exhausts: (time) => `このペースが続くと、${time} にバジェットを使い切ります。`,
  daysLabel: (days) => `直近 ${String(days)} 日間`,
  dayLevel: {
    met: '目標達成',
    below: '目標未達',
    far_below: '大幅な未達（許容の 10 倍を超える失敗）',
    no_data: 'データなし',
  },
  day: (date, sli, notGood, valid) =>
    notGood === '0' ? `${date}: ${valid} 件中 ${sli}` : `${date}: ${sli}、${valid} 件中 ${notGood} 件が失敗`,
  dayWithoutData: (date) => `${date}: データなし`,
  today: '今日',
  daysBelow: (days, more) => `目標未達: ${days.join('、')}${more > 0 ? `、ほか ${String(more)} 日` : ''}。`,
  noDaysBelow: '測定したすべての日で達成。',
  noDaysMeasured: 'まだ測定した日がありません。',
  dayAndSli: (date, sli) => `${date}（${sli}）`,
  legend: '各日の状況',
  latencySummary: (overall, highest) =>
    `応答時間のパーセンタイルの折れ線グラフ。全期間では中央値 ${overall.p50}、90 パーセンタイル ${overall.p90}、99 パーセンタイル ${overall.p99}。グラフ上の 99 パーセンタイルの最大値 ${highest}。`,
  latencyNoData: 'この期間の応答時間は測定されていません。',
  percentileNote: '全クエリー対象。失敗は最も遅いものとして数えます',
  beyondTimeout: 'タイムアウト超過',
  whole: (sli, objective, budget) => `全体: 約束の ${objective} に対し ${sli}、エラーバジェットは${budget}`,
  coverage: (share) => `この期間の ${share} を測定`,
  dataSince: (time) => `${time} からデータあり`,
  window: (from, to) => `評価期間: ${from} から ${to} まで`,
  inconclusive: (count, all, fewest) =>
    `リゾルバーとクエリーごとの ${all} 分のうち ${count} 分は、測定した地点が ${fewest} に満たず判定できません`,
  unreadable: (count) => `応答時間の記録が失われた応答 ${count} 件を除外`,
  excluded: (count) => `測定側のエラーだったクエリー ${count} 件を除外`,
  inMaintenance: (count) => `予告されたメンテナンス中のクエリー ${count} 件を除外`,
  corrected: (count) => `訂正によりクエリー ${count} 件を除外`,
  asMeasured: (share) => `除外したものをすべて含めた値: ${share}`,
  control: (query, share) => `同じ期間、「${query}」の権威サーバーの応答率は ${share} でした`,
  asJson: 'JSON',
  asJsonOf: (name) => `${name}（JSON）`,
  howToRead: 'このページの読み方',
  explanations: [
    {
      term: '目標',
      text: '記載の期間に良好であると約束したクエリーの割合です。時間を区切って数える場合、データのない区間は数えません。',
    },
    {
      term: 'エラーバジェット',
      text: '目標が許容する失敗の量です。残りが 0% になると、古い失敗が期間から外れるか、次の期間が始まるまで、目標は未達です。',
    },
    {
      term: '消費ペース',
      text: 'バジェットを使う速さです。1× なら期間の終わりにちょうど使い切り、14× なら 4 週間分のバジェットが 2 日でなくなります。',
    },
    {
      term: 'p50、p90、p99',
      text: '全クエリーの半数、90%、99% が、この時間以内に応答を得ました。応答のないクエリーは、応答のあったどのクエリーよりも遅いものとして数えます。',
    },
    { term: 'データなし', text: '測定していないことを示します。良好とも不良とも数えません。' },
  ],
  poweredBy: (version) => `resolver-slo ${version} で測定`,
  machineReadable: 'すべての数値（JSON）',
  backToStatus: '稼働状況のページへ',
  underAMinute: '1 分未満',
  period: (amount, unit) => `${String(amount)} ${PERIOD_UNITS[unit]}`,
};

const PERIOD_UNITS = { day: '日間', hour: '時間', minute: '分間' } as const;

function overall(counts: OverallCounts): string {
  const total = sum(counts);
  if (total === 0) return '公開されている目標はありません。';
  if (counts.met === total)
    return total === 1 ? '目標を達成しています。' : `${String(total)} 件の目標をすべて達成しています。`;
  if (counts.no_data === total) return 'データはまだありません。';
  const parts = [
    counts.violated > 0 ? `${String(counts.violated)} 件が未達` : '',
    counts.at_risk > 0 ? `${String(counts.at_risk)} 件が要注意` : '',
    counts.no_data > 0 ? `${String(counts.no_data)} 件がデータなし` : '',
  ].filter((part) => part !== '');
  return `${String(total)} 件の目標のうち、${parts.join('、')}です。`;
}

function objectiveSentence({ indicator, objective, span, slices }: PromiseWords): string {
  const over = spanWords(span);
  const good = goodWords(indicator);
  if (slices === null) return `${over}、${good}割合が ${objective} 以上。`;
  if (slices.target === null) return `${over}、${slices.width}ごとの、${good}割合の平均が ${objective} 以上。`;
  return `${over}、${slices.width}ごとのタイムスライスの ${objective} 以上で、${good}割合が ${slices.target} 以上。`;
}

function goodWords(indicator: IndicatorKind): string {
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

const CALENDAR_UNITS = { month: '月', quarter: '四半期', year: '年', week: '週', day: '日' } as const;

function spanWords(span: SpanWords): string {
  switch (span.kind) {
    case 'rolling':
      return `直近 ${span.period}のどの時点でも`;
    case 'calendar':
      return `暦の各${CALENDAR_UNITS[span.unit]}（${span.timeZone}）に`;
    case 'tiled':
      return `${span.period}ごとの各期間（${span.timeZone}）に`;
    default:
      return span satisfies never;
  }
}

function unitWords(unit: UnitWords): string {
  switch (unit.kind) {
    case 'queries':
      return 'クエリー';
    case 'slices':
      return `${unit.width}ごとのタイムスライス`;
    case 'series':
      return '分ごとの系列';
    default:
      return unit satisfies never;
  }
}

function alertSentence(alert: AlertWords): string {
  const origin = `（${alert.name}${alert.since === null ? '' : `、${alert.since} から`}）`;
  if (alert.isNoData) return `測定データが途絶えています${origin}。`;
  const over = alert.longWindow === null ? '' : `直近 ${alert.longWindow}の評価で、`;
  return `${over}バジェットが許容ペースの ${alert.threshold ?? '–'} 倍を超えて消費されています${origin}。`;
}

function sum(counts: OverallCounts): number {
  return counts.met + counts.at_risk + counts.violated + counts.no_data;
}
