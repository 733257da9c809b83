import { describe, expect, it } from 'vitest';

import { Heartbeat } from '../../../src/publish/heartbeat/heartbeat.js';
import type { OutboundRequest, OutboundResult } from '../../../src/publish/outbound/outbound-client.js';
import { RecordingLog } from '../../support/recording-log.js';

const answered = (status: number): OutboundResult => ({ kind: 'response', status, retryAfter: null, body: '' });
const away: OutboundResult = { kind: 'network_error', cause: 'ECONNREFUSED 127.0.0.1:443' };

function rig(...answers: readonly OutboundResult[]) {
  const log = new RecordingLog();
  const sent: OutboundRequest[] = [];
  const slept: number[] = [];
  const standing: string[] = [];
  const stop = new AbortController();
  const heartbeat = new Heartbeat({
    url: new URL('https://watchdog.example.org/ping/s3cret'),
    client: {
      send: (request) => {
        sent.push(request);
        return Promise.resolve(answers[Math.min(sent.length, answers.length) - 1]!);
      },
    },
    version: '1.2.3',
    standstills: () => standing,
    log,
    signal: stop.signal,
    sleep: (ms) => Promise.resolve(void slept.push(ms)),
  });
  return { heartbeat, log, sent, slept, standing, stop };
}

describe('Heartbeat', () => {
  it('fetches the URL once a beat', async () => {
    const { heartbeat, sent, log } = rig(answered(200));
    await heartbeat.beat();
    await heartbeat.beat();
    expect(sent.map(({ method, url }) => `${method} ${url.href}`)).toEqual([
      'GET https://watchdog.example.org/ping/s3cret',
      'GET https://watchdog.example.org/ping/s3cret',
    ]);
    expect(sent[0]!.headers).toEqual({ 'User-Agent': 'resolver-slo/1.2.3' });
    expect([heartbeat.counts(), log.lines]).toEqual([{ sent: 2, failed: 0, withheld: 0 }, []]);
  });

  it('is silent while something stands still, and says what, once', async () => {
    const { heartbeat, sent, standing, log } = rig(answered(200));
    standing.push('nothing is written', 'nothing is judged');
    await heartbeat.beat();
    await heartbeat.beat();
    expect([sent, heartbeat.counts().withheld]).toEqual([[], 2]);
    standing.length = 0;
    await heartbeat.beat();
    expect(log.lines.map(({ level, fields, message }) => [level, fields, message])).toEqual([
      ['error', { cause: 'withheld: nothing is written, nothing is judged' }, 'the heartbeat is not sent'],
      ['info', {}, 'the heartbeat is sent again'],
    ]);
  });

  it('tries again within the minute', async () => {
    const { heartbeat, sent, slept, log } = rig(away, answered(503), answered(204));
    await heartbeat.beat();
    expect([sent.length, slept, heartbeat.counts().sent, log.lines]).toEqual([3, [3_000, 10_000], 1, []]);
  });

  it('says that it fails, once, and never where', async () => {
    const { heartbeat, log } = rig(away);
    await heartbeat.beat();
    await heartbeat.beat();
    expect(heartbeat.counts()).toEqual({ sent: 0, failed: 2, withheld: 0 });
    expect(log.lines).toMatchObject([{ level: 'error', fields: { cause: 'ECONNREFUSED 127.0.0.1:443' } }]);
    expect(log.text()).not.toContain('s3cret');
  });

  it.each([301, 404, 500])('takes %d for no success', async (status) => {
    const { heartbeat } = rig(answered(status));
    await heartbeat.beat();
    expect(heartbeat.counts().failed).toBe(1);
  });

  it('ends at once when the daemon does', async () => {
    const { heartbeat, stop, sent, log } = rig(away);
    stop.abort();
    await heartbeat.beat();
    expect([sent.length, heartbeat.counts().failed, log.lines]).toEqual([1, 0, []]);
  });
});
