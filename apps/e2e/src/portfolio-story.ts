import { expect } from '@jest/globals';
import {
  fundedPortfolio, WealthKernelCaller, type FundedPortfolio, type LedgerLine, type NewPortfolioWithdrawal, type PortfolioContent, type PortfolioWithdrawal, type PrintedMoney,
  type Transaction,
} from '@sluice/tools/client';
import { randomBytes } from 'node:crypto';
import { openStory, type Story } from './story.js';

/** A story of portfolios, seen as one tenant sees it. */
export interface PortfolioStory extends Story {
  readonly client: WealthKernelCaller;
}

export async function openPortfolioStory(tenantId: 'acme' | 'globex' = 'acme'): Promise<PortfolioStory> {
  const story = await openStory(tenantId);
  const credentials = story.stack.tenants[tenantId]?.wealthkernel ?? { clientId: '', clientSecret: '' };
  return { ...story, client: new WealthKernelCaller(story.stack, credentials) };
}

/** Time for a payment that may have to be asked about. */
export const waitLimit = { withinMs: 60_000 };

export const vanguard = 'GB00B3X7QG63';
export const ishares = 'IE00B4L5Y983';

export const pounds = (amount: number): PrintedMoney => ({ currency: 'GBP', amount });

/** The most that a portfolio's withdrawal carries, and different each time, so that its payment is found at the bank. */
export const freshReference = (): string => `W${randomBytes(7).toString('hex')}X`;

export const portfolioWith = ({ client, operator }: PortfolioStory, content: PortfolioContent): Promise<FundedPortfolio> => fundedPortfolio(client, operator, content);

/** Followed to its end. */
export async function withdrawn({ client }: PortfolioStory, order: NewPortfolioWithdrawal): Promise<PortfolioWithdrawal> {
  return client.ended(await client.requested(order), waitLimit);
}

const minorUnits = ({ amount }: PrintedMoney): bigint => BigInt(amount.toFixed(2).replace('.', ''));
const decimalUnits = (text: string): bigint => BigInt(text.replace('.', ''));
const total = (parts: readonly bigint[]): bigint => parts.reduce((sum, part) => sum + part, 0n);

function byCurrency(parts: readonly (readonly [currency: string, units: bigint])[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [currency, units] of parts) sums.set(currency, (sums.get(currency) ?? 0n) + units);
  return new Map([...sums].filter(([, units]) => units !== 0n));
}

/** Cash in pounds as its owner sees it. */
export async function poundsIn({ client }: PortfolioStory, portfolioId: string): Promise<number | undefined> {
  return (await client.cash(portfolioId)).find(({ currency }) => currency === 'GBP')?.amount.amount;
}

export const ofType = (transactions: readonly Transaction[], type: Transaction['type']): Transaction[] => transactions.filter((transaction) => transaction.type === type);

/** How many units of an instrument were sold, whichever sign they are shown with. */
export const unitsSold = (transactions: readonly Transaction[], isin: string): number =>
  ofType(transactions, 'Sell').filter((sale) => sale.isin === isin).reduce((sum, { quantity }) => sum + Math.abs(quantity ?? 0), 0);

const balanceOf = (lines: readonly LedgerLine[]): bigint => total(lines.map(({ debit, credit }) => decimalUnits(debit) - decimalUnits(credit)));

/** In the ledger and in the portfolio, what is left of a holding is what it had cost less what its sold units had. */
async function expectHoldingsAgree({ operator }: PortfolioStory, portfolioId: string, costs: Readonly<Record<string, string>>, transactions: readonly Transaction[]): Promise<void> {
  for (const [isin, cost] of Object.entries(costs)) {
    const sold = ofType(transactions, 'Sell').filter((sale) => sale.isin === isin).map(({ bookCost }) => minorUnits(bookCost ?? pounds(0)));
    const accountId = `holding:${portfolioId}/${isin}:GBP`;
    const asset = balanceOf((await operator.ledgerLines({ accountId })).filter((line) => line.accountId === accountId));
    expect([isin, asset < 0n ? -asset : asset]).toEqual([isin, decimalUnits(cost) - total(sold.map((units) => (units < 0n ? -units : units)))]);
  }
}

/**
 * Ledger and portfolio agree: the cash shown is the cash booked and the sum of all transactions, nothing is set aside any more,
 * and holdings stand at what they had cost; `costs` by ISIN are those at the beginning. Debits equal credits.
 */
export async function expectBooksAgree(story: PortfolioStory, portfolioId: string, costs: Readonly<Record<string, string>> = {}): Promise<void> {
  const { client, operator } = story;
  const [cash, transactions, accounts] = [await client.cash(portfolioId), await client.transactions(portfolioId), await operator.ledgerAccounts(portfolioId)];
  const ofKind = accounts.filter(({ kind }) => kind === 'portfolio');
  const shown = byCurrency(cash.map(({ amount }) => [amount.currency, minorUnits(amount)]));
  expect(byCurrency(ofKind.map(({ currency, posted }) => [currency, decimalUnits(posted)]))).toEqual(shown);
  expect(byCurrency(transactions.map(({ consideration }) => [consideration.currency, minorUnits(consideration)]))).toEqual(shown);
  expect(ofKind.filter(({ pending }) => decimalUnits(pending) !== 0n)).toEqual([]);
  await expectHoldingsAgree(story, portfolioId, costs, transactions);
  expect(await operator.isBalanced()).toBe(true);
}
