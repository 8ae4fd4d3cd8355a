import type { Message, TestService } from '@sluice/builders';
import { applyTenantSettings, type MessageContract } from '@sluice/contract-kit';
import { deliverLeg, recallPayoutLeg, voteOnLeg } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import type { Address } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { ChainWorld } from './chain-world.ts';
import type { ChainName, TestChain } from './test-chain.ts';

interface LegOptions {
  readonly chain?: ChainName;
  readonly approval?: 'none' | 'customer';
  readonly tenantId?: string;
  readonly walletId?: string;
  readonly units?: bigint;
}

/** One leg to an address that nobody else pays. */
export class TestLeg {
  readonly tenantId: string;
  readonly walletId: string;
  readonly withdrawalId = newId();
  readonly legId = newId();
  readonly to: Address = privateKeyToAccount(`0x${newId().replaceAll('-', '').padStart(64, '1')}`).address;
  readonly chain: TestChain;
  readonly units: bigint;

  constructor(readonly world: ChainWorld, private service: TestService, private readonly options: LegOptions = {}) {
    this.tenantId = options.tenantId ?? `t-${newId()}`;
    this.walletId = options.walletId ?? newId();
    this.chain = world.chain(options.chain ?? 'base');
    this.units = options.units ?? 5_000_000n;
  }

  on(service: TestService): this {
    this.service = service;
    return this;
  }

  async funded(): Promise<this> {
    await this.chain.mint(await this.world.wallets.addressOf(this.walletId), this.units);
    return this;
  }

  deliver(attempt = 1): Promise<string> {
    const { legId, walletId, chain, to, units } = this;
    const body = { legId, attempt, walletId, chain: chain.name, toAddress: to, amount: { currency: 'USDC' as const, units: String(units) }, approval: this.options.approval ?? ('none' as const) };
    return this.service.publish(deliverLeg, body, this.context);
  }

  recall(attempt = 1): Promise<string> {
    return this.service.publish(recallPayoutLeg, { legId: this.legId, attempt, walletId: this.walletId }, this.context);
  }

  vote(vote: 'approve' | 'reject'): Promise<unknown> {
    return this.service.requests.request(voteOnLeg, { legId: this.legId, vote }, { tenantId: this.tenantId });
  }

  /** The next message of this type about this leg. */
  async next<C extends MessageContract>(contract: C): Promise<Message<C>> {
    const message = await this.service.next(contract);
    return message.withdrawalId === this.withdrawalId ? message : this.next(contract);
  }

  seen<C extends MessageContract>(contract: C): Message<C>[] {
    return this.service.seen(contract).filter(({ withdrawalId }) => withdrawalId === this.withdrawalId);
  }

  /** Sets the tenant's clock. */
  async setClock(revision: number, clockOffsetMs: number): Promise<void> {
    await this.service.requests.request(applyTenantSettings('payout'), { revision, clockOffsetMs, pace: 'clock' }, { tenantId: this.tenantId });
  }

  paid(): Promise<bigint> {
    return this.chain.balance(this.to);
  }

  times(): Promise<number> {
    return this.chain.payments(this.to);
  }

  private get context() {
    return { tenantId: this.tenantId, withdrawalId: this.withdrawalId, replyTo: 'tester' };
  }
}
