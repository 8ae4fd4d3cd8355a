import { Controller } from '@nestjs/common';
import { previewWithdrawal } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Samples } from '../adapters/samples.store.js';
import { Wallets } from '../adapters/wallets.store.js';
import { completionSeconds } from '../estimates/estimate.js';
import { availableFor, sharesOf } from '../planner/plan.js';
import { ChainBalances } from '../ports/chain-sight.js';
import { FEE_UNITS } from '../reservation/reserving.js';
import { holdingsOf } from '../wallet/holdings.js';
import { unitsOf, usdcJson } from '../wallet/usdc.js';

@Controller()
export class PreviewWithdrawalHandler {
  constructor(private readonly wallets: Wallets, private readonly balances: ChainBalances, private readonly samples: Samples) {}

  /** An amount beyond what is available is previewed as if everything were taken. */
  @OnRequest(previewWithdrawal)
  async handle({ tenantId, body: { walletId, destinationChain, amount } }: Ask<typeof previewWithdrawal>): Promise<ReplyOf<typeof previewWithdrawal>> {
    const { state: wallet } = await this.wallets.required(tenantId, walletId);
    if (wallet.status !== 'active') throw new DomainError('wallet_not_active', 'The wallet is not active.');
    const [sight, history] = await Promise.all([this.balances.positionsOfOne(wallet), this.samples.historyOf(tenantId)]);
    const holdings = holdingsOf(wallet, sight);
    const available = availableFor(destinationChain, holdings);
    const wanted = unitsOf(amount) + FEE_UNITS;
    const shares = sharesOf({ units: wanted < available ? wanted : available, destinationChain }, holdings) ?? [];
    return { available: usdcJson(available), fee: usdcJson(FEE_UNITS), completionSeconds: completionSeconds(shares, destinationChain, history) };
  }
}
