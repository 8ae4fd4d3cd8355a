import { describe, expect, it } from '@jest/globals';
import { shownPath } from './logging.js';

describe('a path in a log line', () => {
  it.each([
    '/', '/ops/v1/withdrawals', '/bultra/oauth2/token', '/ops/v1/openapi.json', '/bultra/v1/withdrawals/wth_3141592653589793/accept', '/wealthkernel/withdrawals/wth-a2b3c4d5e6f7g2/actions/cancel',
    '/braid/v2/portfolio-wallets/0f6a1c9e-2b7d-4c1e-8a53-9d2e4b7f6a10/withdraw', '/bultra/v1/documents/doc_req_Xy-9_z/upload', '/ops/v1/clients/acme-ops',
  ])('is shown with words and ids: %s', (path) => {
    expect(shownPath(path)).toBe(path);
  });

  it.each([
    ['an IBAN', '/bultra/v1/counterparties/DE62370400440532013777', '/bultra/v1/counterparties/*'],
    ['an IBAN in small letters', '/bultra/v1/counterparties/de62370400440532013777', '/bultra/v1/counterparties/*'],
    ['an account number', '/wealthkernel/bank-accounts/31926819', '/wealthkernel/bank-accounts/*'],
    ['a sort code', '/wealthkernel/bank-accounts/20-00-00', '/wealthkernel/bank-accounts/*'],
    ['a name', '/ops/v1/withdrawals/Ada%20Lovelace/timeline', '/ops/v1/withdrawals/*/timeline'],
    ['an address on a chain', '/ops/v1/withdrawals/0x52908400098527886E0F7030069857D2E4169EE7', '/ops/v1/withdrawals/*'],
    ['a query', '/bultra/v1/counterparties?name=Ada', '/bultra/v1/counterparties'],
  ])('is shown without %s', (_, url, shown) => {
    expect(shownPath(url)).toBe(shown);
  });

  it('is empty when there is none', () => {
    expect(shownPath(undefined)).toBe('');
  });
});
