// An import file: for each series and minute six lines that stand for 60 attempts.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

import { logNormalRttUs } from './log-normal-cells.mjs';

/** Writes minutes `[fromMs, toMs)` in the order of time, or of series; resolves with the number of lines. */
export async function writeNdjson({ path, seriesCount, fromMs, toMs, order, random }) {
  const out = createWriteStream(path);
  let lines = 0;
  const minute = async (series, minuteMs) => {
    const text = linesOf(series, minuteMs, random);
    lines += text.length;
    if (!out.write(`${text.join('\n')}\n`)) await once(out, 'drain');
  };
  if (order === 'time') {
    for (let at = fromMs; at < toMs; at += 60_000)
      for (let series = 0; series < seriesCount; series++) await minute(series, at);
  } else {
    for (let series = 0; series < seriesCount; series++)
      for (let at = fromMs; at < toMs; at += 60_000) await minute(series, at);
  }
  out.end();
  await once(out, 'finish');
  return lines;
}

function linesOf(series, minuteMs, random) {
  return Array.from({ length: 6 }, (_, part) => {
    const time = new Date(minuteMs + part * 10_000 + Math.floor(random() * 10_000)).toISOString();
    const names = { probe: 'public', resolver: `ns${String(series)}`, query: 'www' };
    const result =
      random() < 0.01
        ? { outcome: 'timeout' }
        : { outcome: 'answered', rttUs: logNormalRttUs(random), rcode: 'NOERROR' };
    return JSON.stringify({ time, ...names, ...result, count: 10 });
  });
}
