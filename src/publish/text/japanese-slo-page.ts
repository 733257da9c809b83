import type { SloPageWords } from './slo-page-words.js';

export const japaneseSloPage: SloPageWords = {
  path: '現在の場所',
  standing: '現在の状況',
  chartsAsOf: 'グラフの日時:',
  wholeWindow: (from, to) => `現在の評価期間（${from} から ${to} まで）`,
  last: (period) => `直近 ${period}`,
  measured: '測定結果',
  measuredFor: (objectives) => `測定結果（${objectives}）`,
  together: 'すべての目標の合計',
  burnDown: {
    title: 'エラーバジェットの推移',
    noteRolling:
      '現在の評価期間のバジェットが、期間中にどれだけ残っていたかを示します。期間の初めの失敗から順に外れていきます。',
    noteCalendar:
      'この期間のバジェットが、期間中にどれだけ残っていたかを、これまでと同じクエリー数が続くものとして示します。',
    left: '残り',
    overspent: '超過',
    pace: 'ちょうど使い切るペース',
    summary: ({ left, lowest, gaps }) =>
      `評価期間中のエラーバジェットの折れ線グラフ。終わりの時点: ${left}。最小: ${lowest}。${gaps > 0 ? 'データのない時間は斜線で示します。' : ''}`,
    noData: 'この期間には測定データがありません。',
  },
  burnRates: {
    title: '消費ペース',
    note: '1× なら評価期間の終わりにちょうど使い切ります。印はアラートのしきい値です。',
    window: '直近',
    rate: 'ペース',
    alertsAt: 'アラートのしきい値',
    isAbove: '超過中',
  },
  latency: { title: '応答時間' },
  heat: {
    title: '応答時間の分布',
    note: (step) => `1 列は ${step}です。色が強いほど、その時間で応答したクエリーの割合が大きいことを示します。`,
    shades: (most) => `列のクエリーに占める割合: 小 … 大（最大 ${most}）`,
    misses: '応答なし: 0.1% 未満 … 30% 以上',
    failed: '応答なし',
    promise: (rtt) => `約束: ${rtt}`,
    summary: ({ median, within, failed }) =>
      `応答時間のヒートマップ。全期間では、半数のクエリーが ${median} 以内、99% が ${within} 以内に応答を得て、${failed} は応答を得られませんでした。`,
    inFigures: '応答時間の分布（数値）',
    band: '応答時間',
    upTo: (rtt) => `${rtt} 以下`,
    queries: 'クエリー',
    share: '割合',
    sharesUpTo: '累積',
  },
  outcomes: {
    title: '応答が得られなかったクエリー',
    note: '目盛りは行ごとに異なります。最も高い棒の値を横に記しています。',
    none: (queries) => `クエリー ${queries} 件すべてに期待どおりの応答がありました。`,
    of: (count, share) => `${count} 件（${share}）`,
    worst: (share, time) => `最大 ${share}、${time}`,
    summary: (kinds, queries) => `クエリー ${queries} 件のうち失敗したものの棒グラフ。${kinds.join('、')}。`,
  },
  table: {
    title: (step) => `数値の一覧（${step}ごと）`,
    from: '開始',
    notGood: '不良',
    counted: '集計対象',
    budget: 'バジェット残り',
    leftOut: '除外',
  },
  alerts: {
    title: 'アラート',
    none: 'この目標を監視するアラートはありません。',
    states: { ok: '正常', pending: '発生直前', firing: '発生中' },
    rule: (threshold, long, short) =>
      `直近 ${long}と直近 ${short}の両方で、バジェットが許容ペースの ${threshold} 倍を超えて消費されている間、発生します`,
    noDataRule: '測定データがしばらく途絶えると発生します',
  },
  leftOut: {
    title: 'メンテナンスと訂正',
    none: 'この期間に該当するものはなく、測定したすべてを集計しています。',
    maintenance: 'メンテナンス',
    exclude: '訂正: 除外',
    restore: '訂正: 除外の取り消し',
    effect: {
      excluded: '集計から除外',
      late: '集計に含む（告知が遅かったため）',
      counted: '集計に含む（この目標はメンテナンスも数えます）',
    },
    counted: '再び集計に含む',
    cancelled: '中止',
    revoked: '撤回',
    recorded: '記録:',
  },
  incidents: { title: '障害', none: 'この目標に関わる障害の報告はありません。' },
  reports: { title: '月次レポート', note: '約束とその結果を、除外したものとともに月ごとにまとめています。' },
  method: {
    title: '集計方法',
    window: (period) =>
      `エラーバジェットは評価期間（${period}）のもので、その期間の集計対象のうち、目標が許容する失敗の量です。`,
    charts:
      '測定結果のグラフは、目標の集計から除いたものも含め、すべてのクエリーを示します。データのない時間は空けてあります。',
  },
  machines: {
    title: '機械可読データ',
    status: '現在の状況（JSON）',
    history: '時系列（JSON）',
    badge: 'バッジ',
  },
};
