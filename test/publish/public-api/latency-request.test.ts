import { describe, expect, it } from 'vitest';

import type { Series } from '../../../src/domain/series.js';
import type { HttpError } from '../../../src/publish/http/errors.js';
import { parseLatencyRequest } from '../../../src/publish/public-api/latency-request.js';
import type { LatencyQueryString } from '../../../src/publish/public-api/latency-request.js';

const NOW_MS = Date.UTC(2026, 9, 1, 12, 0, 30);
const NS1: Series = { vantage: 'tokyo', probe: 'public', resolver: 'ns1', query: 'www' };
const NS2: Series = { ...NS1, resolver: 'ns2' };

function failure(request: LatencyQueryString): Pick<HttpError, 'statusCode' | 'message'> {
  try {
    parseLatencyRequest(request, [NS1], NOW_MS);
  } catch (error) {
    const { statusCode, message } = error as HttpError;
    return { statusCode, message };
  }
  throw new Error('nothing was wrong');
}

describe('parseLatencyRequest()', () => {
  it('asks for the last hour of every public series by default', () => {
    expect(parseLatencyRequest({}, [NS1, NS2], NOW_MS)).toEqual({
      fromMs: Date.UTC(2026, 9, 1, 11, 0),
      toMs: Date.UTC(2026, 9, 1, 12, 1),
      stepMs: null,
      phase: null,
      allowed: [NS1, NS2],
    });
  });

  it('rounds from down and to up to a minute', () => {
    const request = { from: '2026-10-01T00:00:59Z', to: '2026-10-01T09:05:01+09:00', step: '1m' };
    expect(parseLatencyRequest(request, [NS1], NOW_MS)).toMatchObject({
      fromMs: Date.UTC(2026, 9, 1, 0, 0),
      toMs: Date.UTC(2026, 9, 1, 0, 6),
      stepMs: 60_000,
    });
  });

  it('takes a blank for the plus that a query string made of it', () => {
    const request = { from: '2026-10-01T00:00:00Z', to: '2026-10-01T09:05:00 09:00' };
    expect(parseLatencyRequest(request, [NS1], NOW_MS).toMs).toBe(Date.UTC(2026, 9, 1, 0, 5));
  });

  it('asks for one phase', () => {
    expect(parseLatencyRequest({ phase: 'tls' }, [NS1], NOW_MS).phase).toBe('tls');
  });

  it('narrows the allowed series to those asked for', () => {
    expect(parseLatencyRequest({ resolver: 'ns2' }, [NS1, NS2], NOW_MS).allowed).toEqual([NS2]);
  });

  it('does not know series that are not public', () => {
    expect(failure({ resolver: 'ns2' })).toMatchObject({ statusCode: 404 });
  });

  it.each<[LatencyQueryString, string]>([
    [{ from: 'yesterday' }, 'query parameter "from" must be an ISO 8601 time'],
    [{ from: '2026-10-01T00:00:00' }, 'with a zone'],
    [{ to: '2026-02-30T00:00:00Z' }, 'query parameter "to" must be'],
    [{ to: '2026-13-01' }, 'query parameter "to" must be'],
    [{ from: '2026-10-01T13:00:00Z' }, 'query parameter "from" must be before "to"'],
    [{ from: '1990-01-01' }, 'at most 20 years apart'],
    [{ phase: 'dns' }, 'query parameter "phase" must be one of connect, tls, query, found "dns"'],
    [{ step: '30s' }, 'query parameter "step" must be a duration of whole minutes'],
    [{ step: '90s' }, 'found "90s"'],
    [{ step: 'soon' }, 'found "soon"'],
    [{ from: '2026-09-28T00:00:00Z', step: '1m' }, 'at most 1500 points'],
  ])('says what is wrong with %j', (request, message) => {
    const found = failure(request);
    expect(found.statusCode).toBe(400);
    expect(found.message).toContain(message);
  });
});
