import { describe, expect, it } from '@jest/globals';
import { Money, type Currency } from '@sluice/kernel';
import { roundedWorth, worthOfAll, worthOfMoney, type RatesInto } from './worth.js';

const rates: RatesInto = new Map([['GBP', '1'], ['USD', '0.78125']]);
const worth = (amount: string, currency: Currency) => worthOfMoney(Money.parse(amount, currency).toJson(), rates);

describe('what money is worth', () => {
  it.each<[string, Currency, string]>([['10.01', 'GBP', '1001'], ['10.01', 'USD', '782'], ['0.64', 'USD', '50'], ['1.60', 'USD', '125'], ['0', 'USD', '0']])('%s %s is %s pence', (amount, currency, pence) => {
    expect(roundedWorth(worth(amount, currency)!, 'GBP')).toEqual({ currency: 'GBP', units: pence });
  });

  it('is rounded half up, and below zero as far below', () => {
    const halfPenny = worthOfMoney({ currency: 'GBP', units: '1' }, new Map([['GBP', '0.5']]))!;
    expect([halfPenny, halfPenny.negated(), halfPenny.minus('1e-30')].map((value) => roundedWorth(value, 'GBP').units)).toEqual(['1', '-1', '0']);
  });

  it('is not known without a rate, and counts for nothing among others', () => {
    expect(worth('1', 'EUR')).toBeNull();
    const holding = { isin: 'GB00B3X7QG63', quantity: '2', price: '1.5', currency: 'GBP', bookCost: { currency: 'GBP', units: '1' } } as const;
    const cash = [Money.parse('1', 'EUR'), Money.parse('1', 'GBP')].map((amount) => amount.toJson());
    expect(roundedWorth(worthOfAll(cash, [holding, { ...holding, currency: 'EUR' }], rates), 'GBP').units).toBe('400');
  });
});
