import { describe, expect, it } from 'vitest';
import { askSystem } from '../../../src/publish/outbound/ask-system.js';

describe('askSystem()', () => {
  it('gives the addresses of the system', async () => {
    expect(await askSystem(() => Promise.resolve(['127.0.0.2', '::1']))('mackerel.example.org')).toEqual({
      kind: 'found',
      addresses: ['127.0.0.2', '::1'],
    });
  });

  it('gives the error code, not the message', async () => {
    const error = Object.assign(new Error('getaddrinfo EAI_AGAIN mackerel.example.org'), { code: 'EAI_AGAIN' });
    const ask = askSystem(() => Promise.reject(error));
    expect(await ask('mackerel.example.org')).toEqual({ kind: 'failed', cause: 'EAI_AGAIN' });
  });

  it('takes no addresses for a failure', async () => {
    const ask = askSystem(() => Promise.resolve([]));
    expect(await ask('mackerel.example.org')).toEqual({ kind: 'failed', cause: 'ENODATA' });
  });
});
