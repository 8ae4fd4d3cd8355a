import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sandboxOriginator } from './bank-payments/rails/originator.js';
import { PayoutConfig } from './payout.config.js';

const before = process.env;
const complete = {
  BANK_URL: 'http://bank.example', PAYOUT_URL: 'http://payout.example', BANK_CALLBACK_SECRET: 'sixteen letters!', RECEIPT_KEY: 'sixteen letters?',
};
beforeEach(() => {
  process.env = { ...complete };
});
afterEach(() => {
  process.env = before;
});

describe('the environment of a sandbox', () => {
  it('may leave the originator out', () => {
    process.env['SLUICE_SANDBOX'] = 'true';
    expect(new PayoutConfig()).toMatchObject({ originator: sandboxOriginator, receiptKey: 'sixteen letters?', bankTimeoutMs: 3_000 });
  });
});

describe('the environment elsewhere', () => {
  it('says who pays', () => {
    process.env['ORIGINATOR'] = JSON.stringify({ ...sandboxOriginator, name: 'Another Company' });
    expect(new PayoutConfig().originator.name).toBe('Another Company');
  });

  it.each([undefined, '', 'not json', '{}', JSON.stringify({ ...sandboxOriginator, name: '' })])('is refused when who pays is %j', (text) => {
    if (text !== undefined) process.env['ORIGINATOR'] = text;
    expect(() => new PayoutConfig()).toThrow(/^payout cannot start: ORIGINATOR must be a JSON object/);
  });

  it('is refused without a key for receipts, and the secrets that are there are not shown', () => {
    delete process.env['RECEIPT_KEY'];
    process.env['ORIGINATOR'] = JSON.stringify(sandboxOriginator);
    expect(() => new PayoutConfig()).toThrow('payout cannot start: RECEIPT_KEY must be a secret of 16 characters or more.');
  });
});
