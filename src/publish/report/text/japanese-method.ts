import type { DifferenceWords, MethodWords } from './dictionary.js';

export const japaneseMethod: MethodWords = {
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
};

export const japaneseDifferences: DifferenceWords = {
  window: (before, after) => `対象期間: ${before} から ${after} に変更。`,
  definition: (key, before, after) => `定義の ${key}: ${before} から ${after} に変更。`,
  record: ({ kind, id, change, from, to, recorded, by, attempts, sign }) => {
    const what = { added: '追加', removed: '失効', changed: '変更' }[change];
    const effect = sign === 0 ? 'クエリー数の増減なし' : `クエリーが ${attempts} 件${sign > 0 ? '減少' : '増加'}`;
    return `${kind} ${id}（${from} から ${to} まで、${recorded} に${by === null ? '' : ` ${by} が`}記録）が${what}: ${effect}。`;
  },
  series: (series, change, attempts) =>
    change === 'added' ? `${series} が追加: クエリー ${attempts} 件。` : `${series} が消失: クエリー ${attempts} 件。`,
  attempts: ({ series, before, after, goodBefore, goodAfter, from, to }) =>
    `${series} のクエリーが ${before} 件から ${after} 件に変化（良好は ${goodBefore} 件から ${goodAfter} 件）。${from} から ${to} までの間の取り込み、遅れて届いたデータ、または失われた記録によるものです。`,
  coverage: (before, after) => `データのある分数が ${before} から ${after} に変化。`,
  rounds: (before, after) => `測定間隔の想定が ${before} 分から ${after} 分に変化。`,
  latency: '応答時間の記録が変化。',
  resolution: '同じクエリーが、より粗い時間の刻みで残っています。細かい記録は保存期間を過ぎました。',
  unreadable: '公開時の記録は別のバージョンのもので、比較できません。',
};
