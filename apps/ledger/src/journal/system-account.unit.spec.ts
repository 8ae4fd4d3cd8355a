import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@sluice/kernel';
import { holdingIdOf, isContraAccount, systemAccountOf, systemAccountsIn } from './system-account.js';

describe('a system account', () => {
  it.each([['clearing:ACH:USD', 'clearing', 'USD'], ['house:CCTP:USDC', 'house', 'USDC'], ['fee:FPS:GBP', 'fee', 'GBP']])('%s is the house’s', (id, kind, currency) => {
    expect(systemAccountOf(id)).toEqual({ id, kind, owner: 'house', currency });
  });

  it('of a holding is the portfolio’s', () => {
    expect(systemAccountOf('holding:prt_1/GB00B3X7QG63:USD')).toEqual({ id: 'holding:prt_1/GB00B3X7QG63:USD', kind: 'portfolio', owner: 'prt_1', currency: 'USD' });
  });

  it.each([
    'acc_1', '', 'clearing', 'clearing:ACH', 'clearing::USD', 'clearing:A:B:USD', 'cash:ACH:USD', 'CLEARING:ACH:USD', 'clearing:ACH:usd', 'clearing:ACH:XXX', 'x clearing:ACH:USD', 'clearing:ACH:USD x', '1clearing:ACH:USD',
    'holding:prt:USD', 'holding:/ISIN:USD', 'holding:prt/:USD', 'holding:prt/ISIN', 'holding:prt/ISIN:XXX', 'holding:prt/ISIN:USD x', 'x holding:prt/ISIN:USD', 'holding:a:b/ISIN:USD', 'holding:a/b/ISIN:USD',
  ])('is not named by %s', (id) => {
    expect(systemAccountOf(id)).toBeNull();
  });

  it('is the other side of a transfer in its own currency only, and a holding never is', () => {
    expect(isContraAccount('clearing:ACH:USD', 'USD')).toBe(true);
    expect([isContraAccount('clearing:ACH:USD', 'GBP'), isContraAccount('acc_1', 'USD'), isContraAccount('holding:prt/ISIN:USD', 'USD')]).toEqual([false, false, false]);
  });
});

describe('the system accounts of an entry', () => {
  it('are named once each, and accounts with a balance of their own are none', () => {
    const lines = ['acc_1', 'clearing:ACH:USD', 'clearing:ACH:USD', 'holding:prt/ISIN:USD'].map((accountId) => ({ accountId }));
    expect(systemAccountsIn({ lines })).toEqual(['clearing:ACH:USD', 'holding:prt/ISIN:USD']);
    expect(systemAccountsIn({ lines: [{ accountId: 'acc_1' }] })).toEqual([]);
  });
});

describe('the name of a holding', () => {
  it('is made of portfolio, security and currency', () => {
    expect(holdingIdOf('prt_1', 'GB00B3X7QG63', 'GBP')).toBe('holding:prt_1/GB00B3X7QG63:GBP');
  });

  it.each([['a:b', 'ISIN'], ['a/b', 'ISIN'], ['', 'ISIN'], ['prt', ''], ['prt', 'a:b'], ['prt', 'a/b']])('is not made of %s and %s', (portfolioId, isin) => {
    expect(() => holdingIdOf(portfolioId, isin, 'USD')).toThrow(new DomainError('invalid_request', `holding:${portfolioId}/${isin}:USD names no holding.`));
  });
});
