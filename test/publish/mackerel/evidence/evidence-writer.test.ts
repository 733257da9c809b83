import { describe, expect, it } from 'vitest';

import { MINUTE_MS } from '../../../../src/domain/clock.js';
import { BURNING_SINCE_MS } from '../../../support/burning-store.js';
import { ALERT, evidenceRig, KEY } from '../../../support/evidence-rig.js';

describe('EvidenceWriter', () => {
  it('writes what was going on below what people wrote', async () => {
    const { writer, alert } = await evidenceRig();
    expect(await writer().writeMemo(ALERT)).toBe('written');
    await expect(alert.memo!.replace(/\[resolver-slo [0-9a-f]{12}\]/, '[resolver-slo …]')).toMatchFileSnapshot(
      'golden/memo.md',
    );
  });

  it('brings its own section up to date, and nothing else', async () => {
    const { writer, alert, clock } = await evidenceRig();
    await writer().writeMemo(ALERT);
    alert.memo = `${alert.memo!}\nFixed the switch.`;
    clock.ms += 10 * MINUTE_MS;
    expect(await writer().writeMemo(ALERT)).toBe('written');
    expect(alert.memo).toMatch(
      /^Called the data centre\. 障害\n## resolver-slo\n[^]*12:20 UTC[^]*\nFixed the switch\.$/,
    );
    expect(alert.memo).not.toContain('As of 2026-11-24 12:10');
    expect(await writer().writeMemo(ALERT)).toBe('as it was');
  });

  it('does not ask twice for what it knows, and sends the memo last', async () => {
    const { writer, http } = await evidenceRig();
    await writer().writeMemo(ALERT);
    expect(http.sent.map(({ method, url }) => `${method} ${url.pathname.slice(8)}`)).toEqual([
      `GET alerts/${ALERT}`,
      expect.stringMatching(/^GET monitors\/m\d+$/),
      `GET alerts/${ALERT}`,
      `PUT alerts/${ALERT}`,
    ]);
  });

  it('writes nothing where others have filled the memo', async () => {
    const { writer, alert, model } = await evidenceRig();
    alert.memo = 'ü'.repeat(40_000);
    expect(await writer().writeMemo(ALERT)).toBe('no room');
    expect(model.alerts.memos).toEqual([]);
  });

  it('marks the time of the alert on the graphs: one annotation that grows, and ends with it', async () => {
    const { writer, alert, model, clock } = await evidenceRig();
    model.annotations.add({ title: 'Release', description: '', from: 1, to: 2e9, service: 'dns' });
    expect(await writer().writeAnnotation(ALERT)).toBe('created');
    expect(await writer().writeAnnotation(ALERT)).toBe('as it was');
    const openedAt = BURNING_SINCE_MS / 1_000;
    expect(model.annotations.all[1]).toMatchObject({ from: openedAt, to: openedAt + 600, service: 'dns' });
    alert.closedAt = openedAt + 1_234;
    alert.status = 'OK';
    clock.ms += 60 * MINUTE_MS;
    expect(await writer().writeAnnotation(ALERT)).toBe('updated');
    expect(model.annotations.all).toHaveLength(2);
    expect(model.annotations.all[1]).toMatchObject({
      title: 'Alert: SLO Availability: fast-burn',
      description: `Availability: 52 timeouts at ns2, 11 SERVFAIL at ns1 (192.0.2.53)\nresolver-slo alert ${ALERT}`,
      to: openedAt + 1_234,
    });
  });

  it('makes no second annotation though the answer to the first was lost', async () => {
    const { writer, model, http } = await evidenceRig();
    const send = http.send.bind(http);
    http.send = (request) => {
      http.fault = request.method === 'POST' ? 'lost' : null;
      return send(request);
    };
    await expect(writer().writeAnnotation(ALERT)).rejects.toMatchObject({ code: 'MACKEREL_UNREACHABLE' });
    expect(await writer().writeAnnotation(ALERT)).toBe('as it was');
    expect(model.annotations.all).toHaveLength(1);
  });

  it('tells of everything where the monitor is not known', async () => {
    const { writer, model, alert } = await evidenceRig();
    model.monitors.all.length = 0;
    expect(await writer().writeMemo(ALERT)).toBe('written');
    expect(alert.memo).toContain('**Availability**');
    const { alert: annotated } = await writer().evidence(ALERT);
    expect(annotated.name).toBe(ALERT);
  });

  it('tells how long ago an alert was, by what was then', async () => {
    const { writer, alert, clock } = await evidenceRig();
    alert.closedAt = BURNING_SINCE_MS / 1_000 + 900;
    clock.ms += 59 * MINUTE_MS;
    const { body } = await writer().evidence(ALERT);
    expect(body).toContain('**Attempts, 2026-11-24 11:30 to 2026-11-24 12:20 UTC**');
  });

  it('says what Mackerel says, without the key', async () => {
    const { writer, http } = await evidenceRig();
    await expect(writer().evidence('other')).rejects.toThrow(
      'GET alerts/other: Mackerel answered 404: alert not found',
    );
    http.fault = { kind: 'response', status: 403, retryAfter: null, body: `{"error":{"message":"${KEY}"}}` };
    await expect(writer().writeMemo(ALERT)).rejects.toThrow(/403: \*\*\*$/);
    http.fault = { kind: 'response', status: 200, retryAfter: null, body: '<html>' };
    await expect(writer().writeMemo(ALERT)).rejects.toThrow('Mackerel answered without an alert');
  });
});
