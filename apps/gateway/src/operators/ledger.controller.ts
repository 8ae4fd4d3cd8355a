import { Get } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { accountViewSchema, listAccounts, listEntries, trialBalance, type AccountView } from '@sluice/contract-ledger';
import { Money, type MoneyJson } from '@sluice/kernel';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation } from '../openapi/operation.js';
import { Services } from '../services/services.js';
import { accountListShape, entryListShape, trialBalanceShape, type AccountBody, type EntryBody, type TotalsBody } from './answers.js';
import { OperatorsController, pageReply, pageShape, shortText, withdrawalFilter } from './operator-route.js';
import { WithdrawalIds } from './withdrawal.view.js';

const accountListSchema = z.object({ ...pageShape, owner: shortText.optional(), kind: accountViewSchema.shape.kind.optional() });
const entryListSchema = z.object({ ...pageShape, withdrawalId: withdrawalFilter, accountId: shortText.optional() });

type Entry = ReplyOf<typeof listEntries>['entries'][number];
type Totals = ReplyOf<typeof trialBalance>['currencies'][number];

const decimal = (money: MoneyJson): string => Money.fromJson(money).toDecimal();

const accountBody = ({ id, kind, owner, posted, pending, available }: AccountView): AccountBody => ({
  id, kind, owner, currency: posted.currency, posted: decimal(posted), pending: decimal(pending), available: decimal(available),
});

const entryBody = ({ id, withdrawalId, kind, at, lines }: Entry): EntryBody => ({
  id, withdrawalId: withdrawalId ?? null, kind, at,
  lines: lines.map(({ accountId, debit, credit }) => ({ accountId, currency: debit.currency, debit: decimal(debit), credit: decimal(credit) })),
});

const totalsBody = ({ debits, credits }: Totals): TotalsBody => ({
  currency: debits.currency, debits: decimal(debits), credits: decimal(credits), difference: Money.fromJson(debits).minus(Money.fromJson(credits)).toDecimal(),
});

/** The tenant's ledger; amounts are decimals of their currency. */
@OperatorsController('ledger')
export class LedgerController {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds) {}

  /** Newest first. */
  @Get('accounts')
  @Needs('ops:read')
  @Operation({ summary: 'List accounts, newest first', query: accountListSchema, answer: { status: 200, body: accountListShape }, requests: [listAccounts] })
  async accounts(@Incoming() call: Call): Promise<Reply> {
    const { cursor: after, ...rest } = readShape(accountListSchema, call.query);
    const { accounts, hasMore } = await this.services.request(listAccounts, { ...rest, after }, call);
    return pageReply(accounts.map(accountBody), hasMore);
  }

  /** The journal, oldest first. */
  @Get('entries')
  @Needs('ops:read')
  @Operation({ summary: 'Read the journal, oldest first', query: entryListSchema, answer: { status: 200, body: entryListShape }, requests: [listEntries] })
  async entries(@Incoming() call: Call): Promise<Reply> {
    const { cursor: after, withdrawalId: named, ...rest } = readShape(entryListSchema, call.query);
    const withdrawalId = await this.ids.forFilter(call.tenantId, named);
    const { entries, hasMore } = await this.services.request(listEntries, { ...rest, after, withdrawalId }, call);
    return pageReply(entries.map(entryBody), hasMore);
  }

  /** Debits and credits of the whole journal by currency, and their difference. */
  @Get('trial-balance')
  @Needs('ops:read')
  @Operation({ summary: 'Read debits and credits of the whole journal', answer: { status: 200, body: trialBalanceShape }, requests: [trialBalance] })
  async trialBalance(@Incoming() call: Call): Promise<Reply> {
    const { balanced, currencies } = await this.services.request(trialBalance, {}, call);
    return jsonReply(200, { balanced, currencies: currencies.map(totalsBody) });
  }
}
