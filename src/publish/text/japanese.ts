import type { SloState } from '../../domain/slo-status.js';
import type { FailedFigures } from '../../judge/incident/incident-dictionary.js';
import type { IndicatorKind } from '../status-page/indicator-kind.js';
import type { AlertWords, Dictionary, PromiseWords, SpanWords, UnitWords } from './dictionary.js';
import type { MeasuringFacts, Rate } from './responsibility-words.js';
import type { FiringCause, FiringWords, ReportPromise, ResultWords, UnitKind } from './report-dictionary.js';
import { type StateCounts, totalOf } from './state-counts.js';

/** Every word of the status page, of the report and of incidents that are opened without a person. */
export const japanese: Dictionary = {
  locale: 'ja-JP',
  languageName: '日本語',
  list: (parts) => parts.join('、'),
  listComma: '、',
  nav: { label: 'ページ', status: '稼働状況', history: '履歴', setup: '設定方法', languages: '言語' },
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
    affectsAll: '対象: すべての目標',
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
  sloPage: {
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
  },
  responsibility: {
    title: '責任の分担',
    headings: {
      promise: '当方がお約束すること',
      'not-covered': 'お約束の対象外',
      customer: 'お客様にお願いしたいこと',
    },
    measured: measuredSentence,
    notCovered: {
      network: 'お客様のネットワークと機器、およびそこから当方までの経路。測定は別の場所から行っています。',
      line: 'お客様の回線で加わる時間。表示しているのは、測定地点から見た時間です。',
      silence: '返信のなかったクエリー。ここでは届いた返信だけを数えます。',
      authority:
        '権威サーバーに障害が起きているドメイン。どのリゾルバーも代わりに答えることはできません。測定に使う名前はごく一部ですが、その権威サーバーの障害は集計に含まれます。',
      maintenance: (notice) => `${notice}以上前に予告したメンテナンス。`,
      unmeasured: '測定できなかった時間。良好とも不良とも数えません。',
    },
    customer: [
      'リゾルバーを 2 つ以上指定してください。1 つに障害が起きても、別のリゾルバーに問い合わせることができます。',
      'タイムアウトを短く設定してください。既定では、次のリゾルバーに移るまで 5 秒待つシステムが多くあります。',
      '手元にキャッシュを置いてください。キャッシュにある名前は、どこからも応答がない間も解決できます。',
      'アプリケーションでは、間隔を延ばしながら再試行し、名前解決に一度失敗しても処理全体が止まらないようにしてください。',
    ],
    howTo: '設定方法と、その効果の測定結果',
  },
  resolvConf: {
    title: '端末の設定方法',
    lead: [
      'リゾルバーに障害が起きても、別のリゾルバーを知っていれば、少し長く待つだけで済みます。どれだけ待つかは、数行の設定で決まります。',
    ],
    table: {
      title: '設定による違い（測定結果）',
      over: (period) => `直近 ${period}の名前解決です。`,
      asOf: 'データの日時:',
      setup: '設定',
      answered: '応答率',
      half: '50% の待ち時間',
      ninety: '90% の待ち時間',
      ninetyNine: '99% の待ち時間',
      slowest: '最も遅い応答',
      waitedLong: '1 秒以上または応答なし',
      notMeasured: 'ここでは測定していません',
      never: '応答なし',
      notes: [
        'どの行も、Linux の C ライブラリー（glibc）と同じ手順でリゾルバーの一覧をたどる名前解決を、当方が実際に行って測定したものです。待ち時間は、その割合の名前解決が終わるまでの時間の上限です。応答を得られなかったものは、応答のあったどれよりも長く待ったものとして数えます。',
        '割合は、測定したすべての名前解決に対するものです。どの行も同じ期間になるように、メンテナンスなど目標の評価から除外する時間も含めます。',
      ],
    },
    one: 'リゾルバー 1 つだけ、glibc の既定値',
    defaults: (resolvers) => `${allWords(resolvers)}、glibc の既定値`,
    tuned: (resolvers) => `${allWords(resolvers)}、短いタイムアウトと順番の入れ替え`,
    other: (resolvers) => (resolvers === 1 ? 'リゾルバー 1 つだけ' : `リゾルバー ${String(resolvers)} つ`),
    givenUpAfter: (period) => `${period}で打ち切り`,
    since: (date) => `${date} から`,
    resolutions: (count) => `名前解決 ${count} 回`,
    snippets: {
      title: '設定例',
      filled: '当方のリゾルバーのアドレスが入っています。',
      placeholders: (names) =>
        `${names.join(' と ')} は、お使いのリゾルバーのアドレスに置き換えてください。このページにはアドレスが登録されていないため、仮の名前を入れています。`,
      firstThree: 'ここに挙げたリゾルバーのうち、先頭の 3 つを入れています。glibc はそれ以上読みません。',
      into: 'ファイル:',
      copy: 'コピー',
      copied: 'コピーしました',
      why: {
        resolvConf: [
          '次のリゾルバーに移るまでの時間を 5 秒から 1 秒に縮め、一覧をたどる回数を 2 回から 3 回に増やし、名前解決のたびに最初のリゾルバーを替えます。1 つに障害が起きても、遅くなるのは一部の名前解決だけです。',
          'このファイルを NetworkManager、DHCP クライアント、cloud-init などが書き換える環境では、そちらで同じ設定をしてください。直接書いた行は上書きされます。Alpine Linux（musl）はすべてのリゾルバーに同時に問い合わせ、rotate は解釈しません。',
        ],
        resolved: [
          'キャッシュを備え、応答がある限り同じリゾルバーを使い、応答がなくなると自動的に次へ切り替えます。タイムアウトは設定できません。「Domains=~.」により、ネットワークから通知されたものより、ここに書いたリゾルバーが優先されます。保存後に systemctl restart systemd-resolved で再起動してください。',
        ],
        unbound: [
          'ネットワーク全体で使えるキャッシュです。速く応答するリゾルバーを優先し、応答しないものは使いません。どのリゾルバーからも応答がないときは、「serve-expired」により、期限の切れたキャッシュから応答します。',
        ],
      },
    },
  },
  timesLabel: '応答時間の中央値（直近\u00a01\u00a0日）',
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
    const total = totalOf(counts);
    return counts.met === total
      ? `${String(total)} 件の目標をすべて達成`
      : `${String(total)} 件の目標のうち ${String(counts.met)} 件を達成`;
  },
  noSlos: '公開されている目標はまだありません。',
  state: { met: '達成', at_risk: '要注意', violated: '未達', no_data: 'データなし' },
  objective: objectiveSentence,
  allowance: (oneIn) => `許容される失敗は ${oneIn} 件に 1 件です。`,
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
  stateAndBudget: (state, budget) => `${state}、エラーバジェット: ${budget}`,
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
  daysPerRow: (days) => `1 行 ${String(days)} 日`,
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
  report: {
    title: (month) => `SLO レポート ${month}`,
    description: (month) => `${month}の DNS リゾルバーの SLO 達成状況です。`,
    sentences: (sentences) => sentences.join(''),
    skipToContent: '本文へ移動',
    generated: (time) => `作成日時は ${time} です。`,
    underWay: (time) => `この月はまだ終わっていません。数値は ${time} までのもので、今後変わります。`,
    internalOnly: '社内用: このレポートには非公開の SLO が含まれています。',
    overall: monthOverall,
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
      counted: (unit) => UNIT_KINDS[unit],
      budget: 'バジェット比',
      asMeasured: '除外なしの値',
    },
    objective: monthObjective,
    monthOf: (timeZone) => `日付と時刻のタイムゾーンは ${timeZone} です。`,
    result: monthResult,
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
    ofAll: (count, unit) => `${UNIT_KINDS[unit]} ${count} のうち`,
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
    alert: firedSentence,
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
    recorded: (time, by) => `${time} に${byWords(by)}記録。`,
    effect: ({ now, without, attempts, isMore }) =>
      `適用後 ${now}、適用前 ${without}。集計対象のクエリーが ${attempts} 件${isMore ? '増加' : '減少'}。`,
    noEffect: '有効ですが、数値は変わりません。',
    void: {
      policy: '集計対象です。この SLO はメンテナンスを除外しません。',
      late: (notice) => `集計対象です。この SLO が求める ${notice}前までに告知されませんでした。`,
      cancelled: (time, by) => `${time} に${byWords(by)}取り消しました。`,
      revoked: (time, by) => `${time} に${byWords(by)}撤回したため、効力はありません。`,
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
    method: {
      month: (own) =>
        `このレポートは暦月を対象とし、エラーバジェットもその月のものです。SLO 本来の期間は ${own} で、ステータスページやアラートはそちらに基づくため、数値が異なります。`,
      counted: (selectors, total) => `対象は、${selectors === null ? '' : `${selectors} の`}${total}クエリーです。`,
      good: (events) => `そのうち、${events}ものを良好とします。`,
      bad: (events) => `そのうち、${events}ものを不良とし、ほかはすべて良好とします。`,
      elsewhere: (selectors) => `該当するのは ${selectors} のものに限ります。`,
      events: {
        valid: '有効な（測定側のエラーを除くすべての）',
        answered: '期待どおりの応答があった',
        replied: '返信があった',
        within: (threshold) => `${threshold} 以内に期待どおりの応答があった`,
      },
      selector: {
        probe: (names) => `プローブ ${names}`,
        resolver: (names) => `リゾルバー ${names}`,
        query: (names) => `クエリー ${names}`,
        vantage: (names) => `測定地点 ${names}`,
      },
      weighing: {
        attempts: 'クエリーの重みはすべて同じです。',
        series: '系列の重みはすべて同じです。毎分、データのある系列をそれぞれ 1 と数え、その良好率だけ良好とします。',
        quorum: (share, fewest) =>
          `毎分、リゾルバーとクエリーごとに測定地点が投票します。データのある地点の ${share} 以上で良好なクエリーがなければ停止とみなし、地点が ${fewest} に満たなければ数えません。`,
        enoughOfMany:
          '5 分間ごとに、測定地点が問い合わせた n 個のリゾルバーのうち k = ⌈(n − 1) · 2/3⌉ 個（1 個以上）を必要数とし、その数だけ数え、1 回以上応答した数だけ良好とします。',
      },
      slices: (width, target) =>
        target === null
          ? `時間を ${width}ごとに区切り、それぞれを 1 と数え、その良好率だけ良好とします。データのない区間は除きます。`
          : `時間を ${width}ごとに区切り、それぞれを 1 と数え、${target} 以上が良好なら良好とします。データのない区間は除きます。`,
      budget: (share, unit) =>
        `エラーバジェットは、その月の${unit === 'queries' ? '全クエリー' : '集計対象全体'}の ${share} です。`,
      maintenanceCounts: 'メンテナンス中の時間も通常どおり数えます。',
      maintenanceOut: (notice) => `${notice}前までに告知されたメンテナンスは除きます。`,
      threshold:
        '応答時間は 3 桁の精度で保存しています。しきい値が 1 つの刻みの途中にある場合、その刻み全体を時間内とします。',
    },
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
    differences: {
      window: (before, after) => `対象期間: ${before} から ${after} に変更。`,
      definition: (key, before, after) => `定義の ${key}: ${before} から ${after} に変更。`,
      record: ({ kind, id, change, from, to, recorded, by, attempts, sign }) => {
        const what = { added: '追加', removed: '失効', changed: '変更' }[change];
        const effect = sign === 0 ? 'クエリー数の増減なし' : `クエリーが ${attempts} 件${sign > 0 ? '減少' : '増加'}`;
        return `${kind} ${id}（${from} から ${to} まで、${recorded} に${byWords(by)}記録）が${what}: ${effect}。`;
      },
      series: (series, change, attempts) =>
        change === 'added'
          ? `${series} が追加: クエリー ${attempts} 件。`
          : `${series} が消失: クエリー ${attempts} 件。`,
      attempts: ({ series, before, after, goodBefore, goodAfter, from, to }) =>
        `${series} のクエリーが ${before} 件から ${after} 件に変化（良好は ${goodBefore} 件から ${goodAfter} 件）。${from} から ${to} までの間の取り込み、遅れて届いたデータ、または失われた記録によるものです。`,
      coverage: (before, after) => `データのある分数が ${before} から ${after} に変化。`,
      rounds: (before, after) => `測定間隔の想定が ${before} 分から ${after} 分に変化。`,
      latency: '応答時間の記録が変化。',
      resolution: '同じクエリーが、より粗い時間の刻みで残っています。細かい記録は保存期間を過ぎました。',
      unreadable: '公開時の記録は別のバージョンのもので、比較できません。',
    },
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
  },
  incident: {
    title: (service, names) => `${service}：${names.join('、')}が目標を下回っています`,
    shortTitle: (service, count) => `${service}：${String(count)}件の目標を下回っています`,
    alert: ({ name, objective, failed }) =>
      failed === null
        ? `${name}が目標（${objective}）を下回りました`
        : `${name}：${failedWords(failed)}（目標：${objective}）`,
    opening: (alerts) => `測定により次の問題を検知しました。\n\n${bullets(alerts)}\n\n現在、調査しています。`,
    affected: (alerts) => `次の項目にも影響が出ています。\n\n${bullets(alerts)}`,
    resolved: (quiet) =>
      `${quiet}にわたり、この問題は測定されていません。このインシデントは自動的に解決済みとしました。`,
  },
};

const PERIOD_UNITS = { day: '日間', hour: '時間', minute: '分間' } as const;

function overall(counts: StateCounts): string {
  const total = totalOf(counts);
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

const UNIT_KINDS: Readonly<Record<UnitKind, string>> = {
  queries: 'クエリー',
  slices: 'タイムスライス',
  series: '分ごとの系列',
  weights: '重み',
};

function monthOverall(counts: StateCounts, isOver: boolean): string {
  const total = totalOf(counts);
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

function monthObjective({ indicator, objective, slices }: ReportPromise): string {
  const good = goodWords(indicator);
  if (slices === null) return `${good}割合が ${objective} 以上。`;
  if (slices.target === null) return `${slices.width}ごとの、${good}割合の平均が ${objective} 以上。`;
  return `${slices.width}ごとのタイムスライスの ${objective} 以上で、${good}割合が ${slices.target} 以上。`;
}

function monthResult({ state, isOver, share, objective, notGood, valid, unit }: ResultWords): string {
  const counted =
    unit === 'weights' ? `良好率は ${share}` : `${UNIT_KINDS[unit]} ${valid} のうち ${share} が良好、${notGood} が不良`;
  if (state === 'violated')
    return `${counted}。目標の ${objective} ${isOver ? 'は未達でした' : 'に対し、この月のバジェットを使い切りました'}。`;
  return `${counted}。目標の ${objective} を達成${isOver ? 'しました' : 'しています'}。`;
}

function firedSentence({ name, severity, from, to, length, cause }: FiringWords): string {
  const when = `${from ?? '前月以前'} から ${to ?? '期末以降'} まで`;
  const urgency = severity === 'page' ? '緊急' : '通常';
  return `${name}（${urgency}）: ${when}${length === null ? '' : `（${length}）`}発生${causeWords(cause)}。`;
}

function causeWords(cause: FiringCause | null): string {
  if (cause === null) return '';
  if (cause.kind === 'no-data') return '。測定データが途絶えました';
  return `。${cause.window}に ${cause.valid} のうち ${cause.notGood} が不良で、バジェットが許す割合の ${cause.rate} 倍でした`;
}

function failedWords({ share, all, window, threshold }: FailedFigures): string {
  const slow = threshold === null ? 'しました' : `、または応答に${threshold}を超える時間を要しました`;
  return `${window}の測定${all}回のうち${share}が失敗${slow}`;
}

function bullets(alerts: readonly string[]): string {
  return alerts.map((alert) => `- ${alert}。`).join('\n');
}

/** Who did it, where that is told: goes before the verb. */
function byWords(by: string | null): string {
  return by === null ? '' : ` ${by} が`;
}

function measuredSentence({ rate, places, isAsClient }: MeasuringFacts): string {
  const often = rate === null ? '' : rateWords(rate);
  const from = `${String(places)} か所から`;
  return isAsClient
    ? `障害時に次のリゾルバーへ切り替えるクライアントと同じ手順で、当方が ${from}${often}名前解決を行って測定しています。`
    : `当方が ${from}${often}クエリーを送って測定しています。`;
}

const UNITS = { second: '秒', minute: '分', hour: '時間' } as const;

function rateWords(rate: Rate): string {
  if (rate.kind === 'times-a-second') return `毎秒 ${String(rate.times)} 回`;
  if (rate.amount === 1) return rate.unit === 'hour' ? '1 時間ごとに' : `毎${UNITS[rate.unit]}`;
  return `${String(rate.amount)} ${UNITS[rate.unit]}ごとに`;
}

function allWords(resolvers: number | null): string {
  return resolvers === null ? 'すべてのリゾルバー' : `リゾルバー ${String(resolvers)} つ`;
}
