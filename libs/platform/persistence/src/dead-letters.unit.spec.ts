import { describe, expect, it } from '@jest/globals';
import { maskedBody } from './dead-letters.js';

const shown = (value: unknown): unknown => JSON.parse(maskedBody(JSON.stringify(value)));

describe('the body of a dead letter', () => {
  it('keeps what says which thing, when, how much and of what kind', () => {
    const envelope = { id: 'm1', type: 'payout.deliver', version: 1, withdrawalId: 'wth_777666555444333', body: { legIds: ['l1', 'l2'], amount: { currency: 'USD', units: '25000' }, rail: 'ACH', dueAt: '2026-01-15T10:30:00.000Z', cancelled: false, reason: null } };
    expect(shown(envelope)).toEqual(envelope);
  });

  it.each([['name', 'Ada Example'], ['accountNumber', '123456789'], ['iban', 'DE89370400440532013000'], ['reference', 'INV 7'], ['reason', 'She called.']])('hides %s', (name, value) => {
    expect(JSON.stringify(shown({ payee: { [name]: value } }))).not.toContain(value);
    expect(JSON.stringify(shown({ payees: [{ [name]: [value] }] }))).not.toContain(value.slice(1));
  });

  it('hides a number that is as long as an account number, and keeps a count', () => {
    expect(shown({ account: 123_456_789, count: 12 })).toEqual({ account: '•••', count: 12 });
  });

  it.each([['a long text in a field that is kept', JSON.stringify({ code: `Ada ${'x'.repeat(200)}` })], ['a text alone', JSON.stringify('Ada Example')], ['what is no JSON', 'Ada Example, 123456789']])('hides %s', (_what, content) => {
    expect(maskedBody(content)).not.toMatch(/Ada|123456789/);
  });

  it('is cut where it is very long', () => {
    const text = maskedBody(JSON.stringify(Array.from({ length: 5_000 }, (_, id) => ({ id }))));
    expect(text.length).toBeLessThan(17_000);
    expect(text).toMatch(/characters more\.$/);
  });
});
