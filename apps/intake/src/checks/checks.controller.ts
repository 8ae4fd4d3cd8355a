import { Controller } from '@nestjs/common';
import { checkWithdrawals, listTenants, listUnderWay, type CheckedWithdrawal } from '@sluice/contract-intake';
import { MOST_FINDINGS, type Finding, type ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { viewOfKind } from '../engine/replies.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import { legHasEnded } from '../payout-legs/payout-legs.js';
import { WithdrawalTotals } from './withdrawal-totals.repository.js';
import { WithdrawalsCheck } from './withdrawals-check.js';

/** The newest withdrawals whose events are compared one by one. */
const NEWEST = 30;

/** The first ones of each invariant say enough. */
const firstOf = (findings: readonly Finding[]): Finding[] => [...Map.groupBy(findings, ({ invariant }) => invariant).values()].flatMap((same) => same.slice(0, MOST_FINDINGS));

const shown = (withdrawal: Versioned<Withdrawal>): CheckedWithdrawal => ({
  id: withdrawal.id, version: withdrawal.version, view: { ...viewOfKind(withdrawal) }, changes: withdrawal.state.history.map(({ version, at }) => ({ version, at })),
});

/** What is on its way out of an account: gone from it, or between chains, before the ledger has booked it. */
export function underWay(withdrawals: readonly Versioned<Withdrawal>[]): bigint {
  const open = withdrawals.flatMap(({ state }) => state.legs.filter((leg) => !legHasEnded(leg)));
  return open.reduce((sum, { details }) => sum + BigInt(details.amount.units), 0n);
}

/** Answers for the withdrawals when the services are checked against each other. */
@Controller()
export class ChecksController {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly check: WithdrawalsCheck,
    private readonly totals: WithdrawalTotals,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(checkWithdrawals)
  async checkWithdrawals({ tenantId, body: { full } }: RequestMessage<typeof checkWithdrawals>): Promise<ReplyOf<typeof checkWithdrawals>> {
    const { checked: { findings, holds, clearing }, isProved } = full ? await this.check.all(tenantId) : { checked: await this.check.changed(tenantId), isProved: false };
    const newest = await this.withdrawals.findWhere({ tenantId }, { sort: { createdAt: -1, _id: -1 }, limit: NEWEST });
    return {
      findings: firstOf(findings), holds, isProved, newest: newest.map(shown), now: (await this.settings.now(tenantId)).toISOString(),
      clearing: [...clearing].map(([accountId, amount]) => ({ accountId, amount: amount?.toJson() ?? null })),
    };
  }

  @OnRequest(listUnderWay)
  async listUnderWay({ tenantId, body: { accountIds } }: RequestMessage<typeof listUnderWay>): Promise<ReplyOf<typeof listUnderWay>> {
    const open = await this.withdrawals.findWhere({ tenantId, 'details.accountId': { $in: accountIds }, endedAt: { $exists: false } });
    const accounts = [...Map.groupBy(open, ({ state }) => state.details.accountId)].map(([accountId, own]) => ({ accountId, units: underWay(own).toString() }));
    return { accounts };
  }

  /** Reading all withdrawals for it takes long: who asks does so once. */
  @OnRequest(listTenants)
  async listTenants({ body: { unchecked } }: RequestMessage<typeof listTenants>): Promise<ReplyOf<typeof listTenants>> {
    return { tenants: await (unchecked ? this.totals.unchecked.tenants() : this.withdrawals.tenants()) };
  }
}
