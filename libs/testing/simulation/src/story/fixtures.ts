import { Money, type Currency, type MoneyJson } from '@sluice/kernel';
import { bookHolding, deposit, openAccount } from '@sluice/contract-ledger';
import { accrueFee, depositHolding, openParty, openPortfolio, openWallet, recordCashDeposit } from '@sluice/contract-liquidity';
import { addBankAccount, addCounterparty } from '@sluice/contract-payout';
import { PRICE } from '../outside/custodian.js';
import type { Client } from './client.js';

export const money = (text: string, currency: Currency): MoneyJson => Money.parse(text, currency).toJson();

const CUSTOMER = 'cus_ada';
const achNumbers = { routingNumber: '091000019', accountNumber: '000123456789' };
const fpsNumbers = { sortCode: '200000', accountNumber: '55779911' };

/** Accounts with money on them, and payees. One of them is called like somebody on the sandbox's list. */
export const accounts = { ACH: { id: 'acc_usd', currency: 'USD', amount: '100000.00' }, FPS: { id: 'acc_gbp', currency: 'GBP', amount: '100000.00' } } as const;
export const payees = { ordinary: { ACH: 'cpty_ach', FPS: 'cpty_fps' }, listed: { ACH: 'cpty_ach_listed', FPS: 'cpty_fps_listed' } } as const;

export type AccountRail = keyof typeof accounts;
export type Payee = keyof typeof payees;

const names: Readonly<Record<Payee, string>> = { ordinary: 'Ada Lovelace', listed: 'Viktor Dragunovich Malakhov' };

const portfolioOf = (word: string) => ({ portfolioId: `prt-${word}`, partyId: `pty-${word}`, bankAccountId: `bac-${word}` });

/** Portfolios with cash, with holdings that have to be sold, and of somebody who is called like one on the sandbox's list. */
export const portfolios = { cash: portfolioOf('cash'), holdings: portfolioOf('holdings'), listed: portfolioOf('listed') } as const;
export type PortfolioName = keyof typeof portfolios;

/** In pounds; each has holdings of five hundred beside. */
const cash: Readonly<Record<PortfolioName, string>> = { cash: '1000.00', holdings: '50.00', listed: '1000.00' };
const ISIN = 'GB00B3X7QG63';
const QUANTITY = '50';

/** Wallets with USDC on one chain: one whose payments need nobody's word, and one whose customer approves each. */
export const wallets = { treasury: { walletId: 'wallet-treasury', approvalPolicy: 'none' }, guarded: { walletId: 'wallet-guarded', approvalPolicy: 'customer' } } as const;
export type WalletName = keyof typeof wallets;
export const IN_A_WALLET = '1000.000000';

/** Lets USDC arrive in a wallet on its chain, where liquidity sees it. */
export type Arrival = (walletId: string, units: bigint) => Promise<void>;

/** What is there before anybody withdraws. Asked of the services themselves. */
export async function openBooks(client: Client, arrives: Arrival): Promise<void> {
  for (const { id, currency, amount } of Object.values(accounts)) {
    await client.request(openAccount, { id, kind: 'customer', owner: CUSTOMER, currency });
    await client.request(deposit, { depositId: `deposit-${id}`, accountId: id, amount: money(amount, currency) });
  }
  for (const payee of ['ordinary', 'listed'] as const) {
    for (const rail of ['ACH', 'FPS'] as const) {
      const numbers = rail === 'ACH' ? achNumbers : fpsNumbers;
      await client.request(addCounterparty, {
        id: payees[payee][rail], customerId: CUSTOMER, type: 'INDIVIDUAL', status: 'APPROVED', supportedRails: [rail], name: names[payee], relationship: 'SELF', numbers,
      });
    }
  }
  for (const name of ['cash', 'holdings', 'listed'] as const) await openOne(name, client);
  for (const name of ['treasury', 'guarded'] as const) await openWalletOf(name, client, arrives);
}

async function openOne(name: PortfolioName, client: Client): Promise<void> {
  const { portfolioId, partyId, bankAccountId } = portfolios[name];
  const accountId = `${portfolioId}:GBP`;
  await client.request(openParty, { id: partyId, name: names[name === 'listed' ? 'listed' : 'ordinary'] });
  await client.request(openPortfolio, { id: portfolioId, partyId, name: 'Growth', currency: 'GBP', mandate: 'discretionary', accountType: 'GIA' });
  await client.request(addBankAccount, {
    id: bankAccountId, partyId, name: 'Ada Lovelace', sortCode: '200000', accountNumber: '55779911', currency: 'GBP', countryCode: 'GB', status: 'active', isDefault: true,
  });
  await client.request(openAccount, { id: accountId, kind: 'portfolio', owner: portfolioId, currency: 'GBP' });
  await client.request(deposit, { depositId: `deposit-${portfolioId}`, accountId, amount: money(cash[name], 'GBP') });
  await client.request(recordCashDeposit, { depositId: `deposit-${portfolioId}`, portfolioId, amount: money(cash[name], 'GBP') });
  const { bookCost } = await client.request(depositHolding, { depositId: `holding-${portfolioId}`, portfolioId, isin: ISIN, quantity: QUANTITY, price: PRICE, currency: 'GBP' });
  await client.request(bookHolding, { depositId: `holding-${portfolioId}`, portfolioId, isin: ISIN, bookCost });
  await client.request(accrueFee, { feeId: `fee-${portfolioId}`, portfolioId, amount: money('3.50', 'GBP') });
}

async function openWalletOf(name: WalletName, client: Client, arrives: Arrival): Promise<void> {
  const { walletId, approvalPolicy } = wallets[name];
  await client.request(openWallet, { id: walletId, label: 'Treasury', targets: [{ positionKey: 'usdz', targetWeightBps: 10_000 }], approvalPolicy });
  await client.request(openAccount, { id: walletId, kind: 'wallet', owner: 'acme', currency: 'USDC', nickname: 'Treasury' });
  await arrives(walletId, Money.parse(IN_A_WALLET, 'USDC').units);
}
