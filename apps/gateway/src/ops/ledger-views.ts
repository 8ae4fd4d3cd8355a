import type { ReplyOf } from '@sluice/contract-kit';
import { listAccounts, listEntries, trialBalance, type AccountView } from '@sluice/contract-ledger';
import { Money, type MoneyJson } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import type { Services } from '../services/services.js';
import { accountListSchema, entryListSchema } from './case.schema.js';
import { pageReply } from './page-reply.js';
import type { WithdrawalIds } from './withdrawal-ids.js';

type Entry = ReplyOf<typeof listEntries>['entries'][number];
type Totals = ReplyOf<typeof trialBalance>['currencies'][number];

const decimal = (money: MoneyJson): string => Money.fromJson(money).toDecimal();

const accountBody = ({ id, kind, owner, posted, pending, available }: AccountView) => ({
  id, kind, owner, currency: posted.currency, posted: decimal(posted), pending: decimal(pending), available: decimal(available),
});

const entryBody = ({ id, withdrawalId, kind, at, lines }: Entry) => ({
  id, withdrawalId: withdrawalId ?? null, kind, at,
  lines: lines.map(({ accountId, debit, credit }) => ({ accountId, currency: debit.currency, debit: decimal(debit), credit: decimal(credit) })),
});

const totalsBody = ({ debits, credits }: Totals) => ({
  currency: debits.currency, debits: decimal(debits), credits: decimal(credits), difference: Money.fromJson(debits).minus(Money.fromJson(credits)).toDecimal(),
});

/** The tenant's accounts, newest first; amounts are decimals of the account's currency. */
export async function ledgerAccounts(services: Services, call: Call): Promise<Reply> {
  const { cursor: after, ...rest } = readShape(accountListSchema, call.query);
  const { accounts, hasMore } = await services.ask(listAccounts, { ...rest, after }, call);
  return pageReply(accounts.map(accountBody), hasMore);
}

/** The tenant's journal, oldest first. */
export async function ledgerEntries(services: Services, ids: WithdrawalIds, call: Call): Promise<Reply> {
  const { cursor: after, withdrawalId: named, ...rest } = readShape(entryListSchema, call.query);
  const withdrawalId = await ids.forFilter(call.tenantId, named);
  const { entries, hasMore } = await services.ask(listEntries, { ...rest, after, withdrawalId }, call);
  return pageReply(entries.map(entryBody), hasMore);
}

/** Debits and credits of the tenant's whole journal by currency, and how far they are apart. */
export async function ledgerTrialBalance(services: Services, call: Call): Promise<Reply> {
  const { balanced, currencies } = await services.ask(trialBalance, {}, call);
  return jsonReply(200, { balanced, currencies: currencies.map(totalsBody) });
}
