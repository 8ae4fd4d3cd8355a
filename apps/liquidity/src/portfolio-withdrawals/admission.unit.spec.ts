import { describe, expect, it } from '@jest/globals';
import { Money, type Currency, type MoneyJson } from '@sluice/kernel';
import fc from 'fast-check';
import type { ActiveSlot } from '../portfolios/active-slot.js';
import { decimalOfUnits, decimalText } from '../portfolios/exact-decimal.js';
import type { Holding } from '../portfolios/portfolio.js';
import type { RatesInto } from '../portfolios/worth.js';
import { decideAdmission, type Order, type Situation } from './admission.js';

const money = (text: string): MoneyJson => {
  const [amount = '', currency = ''] = text.split(' ');
  return Money.parse(amount, currency as Currency).toJson();
};
const held = (text: string): Holding => {
  const [quantity = '', , price = '', currency = ''] = text.split(' ');
  return { isin: `IE00${text.length}`, quantity, price, currency: currency as Currency, bookCost: money('1 GBP') };
};
const list = <T>(text: string, read: (one: string) => T): T[] => (text === '-' ? [] : text.split(', ').map(read));
const rates: RatesInto = new Map([['GBP', '1'], ['USD', '0.78125']]);
const slot = (fee = '0 GBP'): ActiveSlot => ({ slotId: 'p', withdrawalId: 'other', type: 'full', closePortfolio: false, amount: money('1 GBP'), fee: money(fee), cash: money('1 GBP'), raising: null });

type Changes = Partial<Situation['portfolio']> & { readonly party?: Situation['party']['status']; readonly schedule?: Situation['schedule'] };
const standing = (cash: string, holdings: string, { party = 'active', schedule = { charge: 'accrued', flat: [] }, ...changes }: Changes = {}): Situation => ({
  portfolio: { status: 'active', mandate: 'discretionary', accountType: 'GIA', currency: 'GBP', holdings: list(holdings, held), accruedFees: [], activeSlots: [], settling: [], ...changes },
  party: { status: party }, cash: list(cash, money), rates, schedule,
});
const specified = (text: string): Order => {
  const [amount = '', currency = ''] = text.split(' ');
  return { type: 'specified', consideration: { currency, amount }, closePortfolio: false };
};
const full: Order = { type: 'full', closePortfolio: false };
const closing: Order = { type: 'full', closePortfolio: true };
const inWords = (outcome: ReturnType<typeof decideAdmission>): string => (typeof outcome === 'string' ? outcome : `${outcome.amount.toDecimal()} ${outcome.amount.currency}, fee ${outcome.fee.toDecimal()}`);
const executionOnly = { mandate: 'execution_only' } as const;

describe('rules that hold for every withdrawal', () => {
  it.each<[string, Changes, string]>([
    ['a suspended party', { party: 'suspended' }, 'party_not_active'],
    ['a closed party', { party: 'closed' }, 'party_not_active'],
    ['a closing portfolio', { status: 'closing' }, 'portfolio_not_active'],
    ['a closed portfolio', { status: 'closed' }, 'portfolio_not_active'],
    ['a portfolio that was only created', { status: 'created' }, '10.00 GBP, fee 0.00'],
    ['a pension', { accountType: 'SIPP' }, 'pension_portfolio'],
    ['an ISA', { accountType: 'ISA' }, '10.00 GBP, fee 0.00'],
    ['a slot that is taken', { activeSlots: [slot()] }, 'another_withdrawal_active'],
    ['a slot that is taken, where any number may be', { ...executionOnly, activeSlots: [slot(), slot()] }, '10.00 GBP, fee 0.00'],
    ['everything broken at once: the party first', { party: 'closed', status: 'closed', accountType: 'SIPP', activeSlots: [slot()] }, 'party_not_active'],
    ['then the portfolio', { status: 'closed', accountType: 'SIPP', activeSlots: [slot()] }, 'portfolio_not_active'],
    ['then the pension', { accountType: 'SIPP', activeSlots: [slot()] }, 'pension_portfolio'],
  ])('%s', (_, changes, outcome) => {
    expect(inWords(decideAdmission(standing('100 GBP', '-', changes), specified('10 GBP')))).toBe(outcome);
  });

  it('come before those of the amount', () => {
    expect(decideAdmission(standing('-', '-', { accountType: 'SIPP' }), specified('10 EUR'))).toBe('pension_portfolio');
    expect(decideAdmission(standing('-', '-', { activeSlots: [slot()] }), full)).toBe('another_withdrawal_active');
  });
});

describe('an amount that the rail cannot carry', () => {
  const most = money('100 GBP');

  it.each<[string, Order, string]>([
    ['exactly the most is let through', specified('100 GBP'), '100.00 GBP, fee 0.00'],
    ['a penny more is not', specified('100.01 GBP'), 'over_rail_limit'],
    ['nor everything, where that is more', full, 'over_rail_limit'],
    ['what is not there is said to be missing', specified('1000 GBP'), 'insufficient_balance'],
  ])('%s', (_, order, outcome) => {
    expect(inWords(decideAdmission(standing('200 GBP', '-', executionOnly), { ...order, most }))).toBe(outcome);
  });

  it('is let through where nobody says how much the rail can carry', () => {
    expect(inWords(decideAdmission(standing('200 GBP', '-', executionOnly), specified('200 GBP')))).toBe('200.00 GBP, fee 0.00');
  });
});

describe('a specified amount', () => {
  it.each<[cash: string, holdings: string, asked: string, changes: Changes, outcome: string]>([
    ['100 GBP', '-', '95 GBP', {}, '95.00 GBP, fee 0.00'],
    ['100 GBP', '-', '95.01 GBP', {}, 'over_95_percent'],
    ['100 GBP', '-', '100.01 GBP', {}, 'insufficient_balance'],
    ['-', '10 at 10 GBP', '95 GBP', {}, '95.00 GBP, fee 0.00'],
    ['-', '10 at 10 GBP', '95.01 GBP', {}, 'over_95_percent'],
    ['0.01 GBP', '10 at 10 GBP', '95.00 GBP', {}, '95.00 GBP, fee 0.00'],
    ['0.01 GBP', '10 at 10 GBP', '95.01 GBP', {}, 'over_95_percent'],
    ['0.20 GBP', '10 at 10 GBP', '95.19 GBP', {}, '95.19 GBP, fee 0.00'],
    ['-', '0.0000000001 at 0.1 GBP, 10 at 10 GBP', '95.01 GBP', {}, 'over_95_percent'],
    ['-', '3 at 0.3333333333 GBP', '1 GBP', {}, 'insufficient_balance'],
    ['-', '10 at 10 USD', '10 GBP', {}, 'no_cash_in_currency'],
    ['100 USD', '-', '10 GBP', {}, 'no_cash_in_currency'],
    ['100 USD', '10 at 10 GBP', '95 USD', {}, '95.00 USD, fee 0.00'],
    ['128 USD', '-', '121.60 USD', {}, '121.60 USD, fee 0.00'],
    ['128 USD', '-', '121.61 USD', {}, 'over_95_percent'],
    ['100 EUR, 100 GBP', '-', '95 GBP', {}, '95.00 GBP, fee 0.00'],
    ['100 EUR, 100 GBP', '-', '1 EUR', {}, 'over_95_percent'],
    ['100 GBP', '-', '1 JPY', {}, 'no_cash_in_currency'],
    ['100 GBP', '-', '999999999999999999999999999999 GBP', {}, 'insufficient_balance'],
    ['0 GBP', '-', '1 GBP', {}, 'no_cash_in_currency'],
    ['100 GBP', '-', '100 GBP', executionOnly, '100.00 GBP, fee 0.00'],
    ['100 GBP', '-', '100.01 GBP', executionOnly, 'insufficient_balance'],
    ['10 GBP', '10 at 10 GBP', '11 GBP', executionOnly, 'insufficient_balance'],
    ['-', '10 at 10 GBP', '1 GBP', executionOnly, 'no_cash_in_currency'],
    ['100 EUR', '-', '100 EUR', executionOnly, '100.00 EUR, fee 0.00'],
  ])('of cash %s and holdings %s: %s', (cash, holdings, asked, changes, outcome) => {
    expect(inWords(decideAdmission(standing(cash, holdings, changes), specified(asked)))).toBe(outcome);
  });

  it('is never charged a fee', () => {
    expect(inWords(decideAdmission(standing('100 GBP', '-', { accruedFees: [money('50 GBP')] }), specified('60 GBP')))).toBe('60.00 GBP, fee 0.00');
  });

  it('is compared with what sales will bring as well, which is no balance yet', () => {
    const at = '2026-11-23T10:00:00.000Z';
    const fill = { id: 'f1', quantity: '10', price: '10', matchedAt: at, settlesAt: at };
    const order = { orderId: 'o1', isin: 'GB00B3X7QG63', quantity: '10', currency: 'GBP', referencePrice: '10', status: 'filled', fills: [fill], isStopping: true, failedAttempts: 0 } as const;
    const settling = [{ slotId: 'p0', withdrawalId: 'w0', raising: { status: 'stopping' as const, orders: [{ ...order, fills: [...order.fills] }], costs: [] } }];
    expect(inWords(decideAdmission(standing('100 GBP', '-', { settling }), specified('100 GBP')))).toBe('100.00 GBP, fee 0.00');
    expect(inWords(decideAdmission(standing('100 GBP', '-', { settling }), specified('100.01 GBP')))).toBe('insufficient_balance');
    expect(inWords(decideAdmission(standing('100 GBP', '-', { settling }), { ...full, closePortfolio: true }))).toBe('holdings_would_remain');
  });

  it('passes exactly up to 95 per cent of what all is worth, whatever that is', () => {
    const units = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const decimal = fc.bigInt({ min: 1n, max: 10n ** 16n });
    const ofParts = (parts: bigint) => decimalOfUnits(parts, 'USDC').div('1e4');
    fc.assert(fc.property(units, decimal, decimal, fc.bigInt({ min: -2n, max: 2n }), (cash, quantity, price, off) => {
      const holdings = [{ ...held('1 at 1 GBP'), quantity: decimalText(ofParts(quantity)), price: decimalText(ofParts(price)) }];
      // In hundredths of a penny's ten-decimal parts, so that nothing is rounded here either.
      const parts = 10n ** 18n;
      const worth = cash * parts + quantity * price;
      const asked = (95n * worth) / (100n * parts) + off;
      if (asked <= 0n) return;
      const outcome = decideAdmission({ ...standing('-', '-', { holdings }), cash: [{ currency: 'GBP', units: cash.toString() }] }, specified(`${Money.ofUnits('GBP', asked).toDecimal()} GBP`));
      if (100n * parts * asked > 95n * worth) expect(['over_95_percent', 'insufficient_balance', 'no_cash_in_currency']).toContain(outcome);
      else expect(['insufficient_balance', 'no_cash_in_currency', 'object']).toContain(typeof outcome === 'object' ? 'object' : outcome);
    }), { numRuns: 1_000 });
  });
});

describe('a full withdrawal', () => {
  it.each<[cash: string, holdings: string, order: Order, changes: Changes, outcome: string]>([
    ['20 GBP', '10 at 10 GBP', full, {}, '120.00 GBP, fee 0.00'],
    ['20 GBP', '10 at 10 GBP', full, { accruedFees: [money('5 GBP')] }, '115.00 GBP, fee 5.00'],
    ['20 GBP', '10 at 10 GBP', full, { accruedFees: [money('5 USD')] }, '120.00 GBP, fee 0.00'],
    ['20 GBP', '-', full, { accruedFees: [money('19.99 GBP')] }, '0.01 GBP, fee 19.99'],
    ['20 GBP', '-', full, { accruedFees: [money('20 GBP')] }, 'fee_exceeds_balance'],
    ['20 GBP', '-', full, { accruedFees: [money('5 GBP')], schedule: { charge: 'none', flat: [] } }, '20.00 GBP, fee 0.00'],
    ['20 GBP', '-', full, { accruedFees: [money('5 GBP')], schedule: { charge: 'none', flat: [money('1.50 GBP')] } }, '18.50 GBP, fee 1.50'],
    ['20 GBP', '-', full, { accruedFees: [money('5 GBP')], schedule: { charge: 'accrued', flat: [money('9 USD'), money('1.50 GBP')] } }, '13.50 GBP, fee 6.50'],
    ['20 GBP', '-', full, { schedule: { charge: 'accrued', flat: [money('20 GBP')] } }, 'fee_exceeds_balance'],
    ['20 GBP', '-', full, { schedule: { charge: 'accrued', flat: [money('9 USD')] } }, '20.00 GBP, fee 0.00'],
    ['20 GBP, 5 USD', '10 at 10 USD', full, {}, '20.00 GBP, fee 0.00'],
    ['-', '-', full, {}, 'nothing_in_portfolio'],
    ['-', '-', closing, { accruedFees: [money('1 GBP')] }, 'nothing_in_portfolio'],
    ['5 USD', '10 at 10 USD', full, {}, 'nothing_in_portfolio'],
    ['20 GBP', '10 at 10 GBP', closing, {}, '120.00 GBP, fee 0.00'],
    ['20 GBP, 0 USD', '10 at 10 GBP', closing, {}, '120.00 GBP, fee 0.00'],
    ['20 GBP, 1 USD', '10 at 10 GBP', closing, {}, 'holdings_would_remain'],
    ['20 GBP', '10 at 10 USD', closing, {}, 'holdings_would_remain'],
    ['20 GBP', '1 at 0 GBP', closing, {}, 'holdings_would_remain'],
    ['20 GBP', '10 at 10 GBP', full, executionOnly, '20.00 GBP, fee 0.00'],
    ['20 GBP', '10 at 10 GBP', full, { ...executionOnly, accruedFees: [money('5 GBP')] }, '15.00 GBP, fee 5.00'],
    ['20 GBP', '-', full, { ...executionOnly, accruedFees: [money('5 GBP')], activeSlots: [slot('5 GBP')] }, '20.00 GBP, fee 0.00'],
    ['20 GBP', '-', full, { ...executionOnly, accruedFees: [money('5 GBP')], activeSlots: [{ ...slot('5 GBP'), accrued: money('2 GBP') }] }, '17.00 GBP, fee 3.00'],
    ['20 GBP', '10 at 10 GBP', closing, executionOnly, 'holdings_would_remain'],
    ['20 GBP', '-', closing, executionOnly, '20.00 GBP, fee 0.00'],
    ['-', '10 at 10 GBP', full, executionOnly, 'nothing_in_portfolio'],
  ])('of cash %s and holdings %s', (cash, holdings, order, changes, outcome) => {
    expect(inWords(decideAdmission(standing(cash, holdings, changes), order))).toBe(outcome);
  });
});
