import { Controller } from '@nestjs/common';
import { MOST_FINDINGS, type BodyOf, type Envelope, type ReplyOf } from '@sluice/contract-kit';
import { checkDeposits, depositToWallet, reconcileWallets, settleWalletDeposit } from '@sluice/contract-liquidity';
import { DomainError } from '@sluice/kernel';
import { OnMessage, OnRequest, type RequestMessage } from '@sluice/messaging';
import { ServiceConfig } from '@sluice/service-host';
import { ChainBalances } from '../providers/chain-balances.js';
import { TransferLog } from '../providers/transfer-log.http.js';
import { onChainOf } from '../wallets/holdings.js';
import { bookedOf, sum, usdcJson } from '../wallets/wallet.js';
import { WalletViews } from '../wallets/wallet.view.js';
import { Wallets } from '../wallets/wallets.repository.js';
import { SandboxDepositProcess } from './sandbox-deposits.process.js';
import { DepositBooking } from './wallet-deposits.process.js';
import { WalletDeposits } from './wallet-deposits.repository.js';

/** Deposits to wallets, and what the chains say of wallets otherwise than the books. */
@Controller()
export class WalletDepositsController {
  constructor(
    private readonly wallets: Wallets,
    private readonly deposits: WalletDeposits,
    private readonly booking: DepositBooking,
    private readonly sandbox: SandboxDepositProcess,
    private readonly views: WalletViews,
    private readonly balances: ChainBalances,
    private readonly log: TransferLog,
    private readonly config: ServiceConfig,
  ) {}

  @OnRequest(depositToWallet)
  async deposit(request: RequestMessage<typeof depositToWallet>): Promise<ReplyOf<typeof depositToWallet>> {
    if (!this.config.sandbox) throw new DomainError('invalid_request', 'Only the sandbox makes USDC.');
    await this.sandbox.deposit(request.body, request);
    return this.views.ofOne(await this.wallets.ofTenant(request.body.walletId, request.tenantId));
  }

  @OnMessage(settleWalletDeposit)
  async settle(message: Envelope<BodyOf<typeof settleWalletDeposit>>): Promise<void> {
    await this.booking.settle(message.body, message);
  }

  @OnRequest(reconcileWallets)
  async reconcile({ tenantId, body }: RequestMessage<typeof reconcileWallets>): Promise<ReplyOf<typeof reconcileWallets>> {
    const { found: page, hasMore } = await this.wallets.list(tenantId, body);
    const onChain = await this.balances.balancesOf(page.map(({ state }) => state));
    const notFinal = await Promise.all(this.log.chains().map((chain) => this.log.coming(chain, page.map(({ state }) => state.address))));
    const open = await this.deposits.openOf(page.map(({ id }) => id));
    const wallets = page.flatMap(({ id, state }, index) => {
      const shown = onChain[index];
      if (shown === undefined) return [];
      const own = open.filter((deposit) => deposit.state.walletId === id);
      const unbooked = own.filter(({ state: { status } }) => status === 'seen').map(({ state: { units } }) => units);
      const coming = sum([...unbooked, ...notFinal.map((byAddress) => byAddress.get(state.address.toLowerCase()) ?? 0n)]);
      const gone = own.filter((deposit) => deposit.state.isGone).map((deposit) => ({ depositId: deposit.id, amount: usdcJson(deposit.state.units) }));
      return [{ id, onChain: usdcJson(onChainOf(state, shown)), booked: usdcJson(bookedOf(state)), coming: usdcJson(coming), gone }];
    });
    return { wallets, hasMore };
  }

  @OnRequest(checkDeposits)
  async check({ tenantId }: RequestMessage<typeof checkDeposits>): Promise<ReplyOf<typeof checkDeposits>> {
    const gone = await this.deposits.findWhere({ tenantId, isGone: true, status: 'booked' }, { limit: MOST_FINDINGS });
    return { findings: gone.map(({ id, state }) => ({ invariant: 5, text: `deposit ${id} of ${state.walletId} is booked, and not on its chain any more` })) };
  }
}
