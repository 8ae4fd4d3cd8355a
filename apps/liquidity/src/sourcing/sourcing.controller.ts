import { Controller } from '@nestjs/common';
import { send, type BodyOf, type Envelope, type ReplyOf } from '@sluice/contract-kit';
import {
  estimateTimes, previewWithdrawal, releaseReservation, reservationReleased, reserveLiquidity, returnLiquidity, sourceLiquidity,
} from '@sluice/contract-liquidity';
import { DomainError, newId } from '@sluice/kernel';
import { OnMessage, OnRequest, Park, type RequestMessage, withdrawalOf } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { ChainBalances } from '../providers/chain-balances.js';
import { holdingsOf } from '../wallets/holdings.js';
import { unitsOf, usdcJson } from '../wallets/wallet.js';
import { Wallets } from '../wallets/wallets.repository.js';
import { returnedPlan, sourcedPlan, type Plan } from './account-plan.js';
import { completionSeconds, estimated } from './estimate.js';
import { FEE_UNITS, ReservationProcess } from './reservations.process.js';
import { availableFor, sharesOf } from './source-plan.js';
import { Plans, Reservations, Samples } from './sourcing.repository.js';

/** Where the money of a withdrawal comes from: previews, estimates and reservations of wallets, and plans of plain accounts. */
@Controller()
export class SourcingController {
  constructor(
    private readonly wallets: Wallets,
    private readonly reservations: Reservations,
    private readonly reserving: ReservationProcess,
    private readonly samples: Samples,
    private readonly plans: Plans,
    private readonly balances: ChainBalances,
  ) {}

  /** An amount beyond what is available is previewed as if everything were taken. */
  @OnRequest(previewWithdrawal)
  async preview({ tenantId, body: { walletId, destinationChain, amount } }: RequestMessage<typeof previewWithdrawal>): Promise<ReplyOf<typeof previewWithdrawal>> {
    const { state: wallet } = await this.wallets.ofTenant(walletId, tenantId);
    if (wallet.status !== 'active') throw new DomainError('wallet_not_active', 'The wallet is not active.');
    const [positions, history] = await Promise.all([this.balances.positionsOfOne(wallet), this.samples.historyOf(tenantId)]);
    const holdings = holdingsOf(wallet, positions);
    const available = availableFor(destinationChain, holdings);
    const wanted = unitsOf(amount) + FEE_UNITS;
    const shares = sharesOf({ units: wanted < available ? wanted : available, destinationChain }, holdings) ?? [];
    return { available: usdcJson(available), fee: usdcJson(FEE_UNITS), completionSeconds: completionSeconds(shares, destinationChain, history) };
  }

  @OnRequest(estimateTimes)
  async estimateTimes({ tenantId, body }: RequestMessage<typeof estimateTimes>): Promise<ReplyOf<typeof estimateTimes>> {
    return estimated(body, await this.samples.historyOf(tenantId));
  }

  @OnMessage(reserveLiquidity)
  async reserve(message: Envelope<BodyOf<typeof reserveLiquidity>>): Promise<void> {
    await this.reserving.reserve(message);
  }

  /** Answered last, when the value is free: whoever receives the answer may withdraw it again. */
  @OnMessage(releaseReservation)
  async release(message: Envelope<BodyOf<typeof releaseReservation>>): Promise<void> {
    const { body } = message;
    await this.reserving.close(body, message);
    await this.reservations.change(body.reservationId, message, () => ({ send: [send(reservationReleased, body)] }));
  }

  @OnMessage(sourceLiquidity)
  async planAccount(message: Envelope<BodyOf<typeof sourceLiquidity>>): Promise<void> {
    await this.plans.change(withdrawalOf(message), message, (current) => sourcedPlan(planFor(message, current), message.body, newId), { isProbablyNew: true });
  }

  @OnMessage(returnLiquidity)
  async returnPlan(message: Envelope<BodyOf<typeof returnLiquidity>>): Promise<void> {
    await this.plans.change(withdrawalOf(message), message, (current) => returnedPlan(planFor(message, current), message.body.accountId));
  }
}

/** The plan as the sender may see it: a tenant's command never touches another's. */
function planFor({ type, tenantId }: Envelope, current: Versioned<Plan> | null): Plan | null {
  if (current && current.tenantId !== tenantId) throw new Park(`${type} for another tenant's withdrawal`);
  return current?.state ?? null;
}
