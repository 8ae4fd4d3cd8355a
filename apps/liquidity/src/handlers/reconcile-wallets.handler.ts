import { Controller } from '@nestjs/common';
import { checkDeposits, reconcileWallets } from '@sluice/contract-liquidity';
import { MOST_FINDINGS, type ReplyOf } from '@sluice/contract-kit';
import { OnRequest, type Ask } from '@sluice/messaging';
import { WalletDeposits } from '../adapters/wallet-deposits.store.js';
import { Wallets } from '../adapters/wallets.store.js';
import { ChainBalances } from '../ports/chain-sight.js';
import { TransferLog } from '../ports/transfer-log.js';
import { onChainOf } from '../wallet/on-chain.js';
import { sum, usdcJson } from '../wallet/usdc.js';
import { bookedOf } from '../wallet/wallet.js';

/** What the chains say of wallets otherwise than the books. */
@Controller()
export class ReconcileWalletsHandler {
  constructor(private readonly wallets: Wallets, private readonly deposits: WalletDeposits, private readonly sight: ChainBalances, private readonly log: TransferLog) {}

  @OnRequest(reconcileWallets)
  async handle({ tenantId, body: { limit, after } }: Ask<typeof reconcileWallets>): Promise<ReplyOf<typeof reconcileWallets>> {
    const found = await this.wallets.page(tenantId, limit + 1, after);
    const page = found.slice(0, limit);
    const sights = await this.sight.balancesOf(page.map(({ state }) => state));
    const notFinal = await Promise.all(this.log.chains().map((chain) => this.log.coming(chain, page.map(({ state }) => state.address))));
    const open = await this.deposits.openOf(page.map(({ id }) => id));
    const wallets = page.flatMap(({ id, state }, index) => {
      const sight = sights[index];
      if (sight === undefined) return [];
      const own = open.filter((deposit) => deposit.state.walletId === id);
      const unbooked = own.filter(({ state: { status } }) => status === 'seen').map(({ state: { units } }) => units);
      const coming = sum([...unbooked, ...notFinal.map((byAddress) => byAddress.get(state.address.toLowerCase()) ?? 0n)]);
      const gone = own.filter((deposit) => deposit.state.isGone).map((deposit) => ({ depositId: deposit.id, amount: usdcJson(deposit.state.units) }));
      return [{ id, onChain: usdcJson(onChainOf(state, sight)), booked: usdcJson(bookedOf(state)), coming: usdcJson(coming), gone }];
    });
    return { wallets, hasMore: found.length > limit };
  }

  @OnRequest(checkDeposits)
  async check({ tenantId }: Ask<typeof checkDeposits>): Promise<ReplyOf<typeof checkDeposits>> {
    const gone = await this.deposits.findWhere({ tenantId, isGone: true, status: 'booked' }, { limit: MOST_FINDINGS });
    return { findings: gone.map(({ id, state }) => ({ invariant: 5, text: `deposit ${id} of ${state.walletId} is booked, and not on its chain any more` })) };
  }
}
