import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isFault, parseImportLine } from '../../../src/app/import/parse-import-line.js';
import { isReplied, OUTCOMES, outcomeCode } from '../../../src/domain/outcome.js';

const context = { vantage: 'osaka', nowMs: Date.UTC(2026, 9, 2) };
const good = { time: '2026-10-01T00:00:00.250Z', probe: 'public', resolver: 'ns1', outcome: 'answered', rttUs: 1234 };

const parse = (line: object) => parseImportLine(JSON.stringify(line), context);

describe('parseImportLine()', () => {
  it('reads the documented line', () => {
    const line = { ...good, vantage: 'tokyo', query: 'www', rcode: 'NOERROR' };
    expect(parse(line)).toEqual({
      series: { vantage: 'tokyo', probe: 'public', resolver: 'ns1', query: 'www' },
      timeMs: Date.UTC(2026, 9, 1, 0, 0, 0, 250),
      outcomeCode: 0,
      rttUs: 1234,
      count: 1,
    });
  });

  it('fills in the vantage, the query default and a count of 1', () => {
    expect(parse(good)).toMatchObject({ series: { vantage: 'osaka', query: 'default' }, count: 1 });
    expect(parse({ ...good, count: 60 })).toMatchObject({ count: 60 });
  });

  it('takes fractional microseconds', () => {
    expect(parse({ ...good, rttUs: 31.5 })).toMatchObject({ rttUs: 31.5 });
  });

  it('requires an RTT exactly of the outcomes for which a reply came', () => {
    for (const outcome of OUTCOMES) {
      const { rttUs, ...without } = { ...good, outcome };
      const accepted = isReplied(outcome) ? { ...without, rttUs } : without;
      const refused = isReplied(outcome) ? without : { ...without, rttUs };
      expect(parse(accepted)).toMatchObject({ outcomeCode: outcomeCode(outcome) });
      expect(parse(refused)).toMatchObject({ pointer: '/rttUs' });
    }
  });

  it.each([
    ['an unknown key', { ...good, latency: 3 }, '/latency', 'unknown key'],
    ['a key of the prototype', { ...good, constructor: 3 }, '/constructor', 'unknown key'],
    ['no time', { ...good, time: undefined }, '/time', 'found nothing'],
    ['a time without zone', { ...good, time: '2026-10-01T00:00:00' }, '/time', 'with its zone'],
    ['a time in seconds', { ...good, time: 1790812800 }, '/time', 'found 1790812800'],
    ['the future', { ...good, time: '2026-10-02T00:00:00.001Z' }, '/time', 'a time that has been is required'],
    ['no probe', { ...good, probe: undefined }, '/probe', 'found nothing'],
    ['a resolver with a blank', { ...good, resolver: 'ns 1' }, '/resolver', 'found "ns 1"'],
    ['an empty vantage', { ...good, vantage: '' }, '/vantage', 'found ""'],
    ['a query of 64 characters', { ...good, query: 'q'.repeat(64) }, '/query', 'found "q'],
    ['an unknown outcome', { ...good, outcome: 'ok' }, '/outcome', 'one of answered, wrong_rcode'],
    ['a negative RTT', { ...good, rttUs: -1 }, '/rttUs', 'found -1'],
    ['an RTT in text', { ...good, rttUs: '12' }, '/rttUs', 'found "12"'],
    ['a count of 0', { ...good, count: 0 }, '/count', 'found 0'],
    ['half a count', { ...good, count: 1.5 }, '/count', 'found 1.5'],
    ['a count that no prober reached', { ...good, count: 1e12 }, '/count', 'found 1000000000000'],
    ['an rcode in lower case', { ...good, rcode: 'noerror' }, '/rcode', 'found "noerror"'],
  ])('refuses %s and says where', (_, line, pointer, message) => {
    expect(parse(line)).toEqual({ pointer, message: expect.stringContaining(message) as string });
  });

  it.each(['', '[]', 'null', '"text"', '{"time":', '{}x', '\u001b[31m'])(
    'refuses %j, which is no JSON object',
    (text) => {
      expect(parseImportLine(text, context)).toMatchObject({
        pointer: '',
        message: expect.stringContaining('a JSON object') as string,
      });
    },
  );

  it('refuses an RTT beyond every number', () => {
    const line = JSON.stringify(good).replace('1234', '1e999');
    expect(parseImportLine(line, context)).toMatchObject({ pointer: '/rttUs' });
  });

  it('answers any text and any object without throwing, and never lets control characters through', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.object().map((object) => JSON.stringify({ ...good, ...object })),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const result = parseImportLine(text, context);
        // eslint-disable-next-line no-control-regex -- control characters are what is looked for
        if (isFault(result)) expect(result.pointer + result.message).not.toMatch(/[\u0000-\u001f]/);
      }),
    );
  });
});
