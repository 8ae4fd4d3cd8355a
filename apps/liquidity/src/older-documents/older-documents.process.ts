import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { send, type Outgoing } from '@sluice/contract-kit';
import { nameGiven } from '@sluice/contract-liquidity';
import { idFrom } from '@sluice/kernel';
import { OlderDocuments, type Versioned } from '@sluice/persistence';
import { ServiceState } from '@sluice/service-host';
import { Legs, sourceIdsOf } from '../legs/leg.js';
import { Parties } from '../portfolios/portfolios.repository.js';
import { ChainBalances } from '../providers/chain-balances.js';
import { Deposits } from '../wallet-deposits/wallet-deposits.repository.js';
import { cashShown } from '../wallets/holdings.js';
import { yieldSources, type Chain } from '../wallets/sources.js';
import { bookedIn, sum, unitsOf, type Allocation, type Wallet } from '../wallets/wallet.js';
import { Wallets } from '../wallets/wallets.repository.js';

const named = (subjectId: string, name: unknown): Outgoing[] => (name === '' ? [] : [send(nameGiven, { subjectId, name: name as string })]);

/** Announces the names of parties and wallets that were stored by a version that announced none. */
@Injectable()
export class OlderNames implements OnModuleInit {
  constructor(private readonly older: OlderDocuments, private readonly parties: Parties, private readonly wallets: Wallets) {}

  onModuleInit(): void {
    this.older.announceFrom(this.parties, ({ _id, name }) => named(_id, name));
    this.older.announceFrom(this.wallets, ({ _id, label }) => named(_id, label));
  }
}

const AGAIN_MS = 2_000;

/**
 * Books the cash of wallets from before cash was booked: as much as their deposits and payouts make it, which is what the ledger has,
 * where the chains show it. What had reached them otherwise is in no ledger account, and is not booked here either.
 */
@Injectable()
export class OpeningCash implements OnModuleDestroy {
  private readonly logger = new Logger(OpeningCash.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly wallets: Wallets, private readonly deposits: Deposits, private readonly legs: Legs, private readonly balances: ChainBalances, state: ServiceState) {
    state.whenStarted(() => {
      this.running = this.openAll();
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async openAll(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        const old = await this.wallets.findWhere({ cash: { $exists: false } }, { limit: 100 });
        if (old.length === 0) return;
        for (const wallet of old) await this.open(wallet);
      } catch (error) {
        this.logger.warn(`The cash of wallets could not be booked; it is tried again: ${String(error)}`);
        await pause(AGAIN_MS, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  }

  async open({ id, tenantId }: Pick<Versioned<Wallet>, 'id' | 'tenantId'>): Promise<void> {
    await this.wallets.change(id, { id: idFrom('opening-books', id), tenantId }, async (current) => {
      if (current === null || current.state.cash !== undefined) return null;
      const { state } = current;
      const shown = cashShown(state.allocations, await this.balances.balancesOfOne(state));
      return { state: { ...state, cash: spreadOverChains(await this.cashBooked(id, state), state.allocations, shown) } };
    });
  }

  /** Deposits less payouts, less what is in positions and their windows. A payout whose allocations are still there is still to be booked out. */
  private async cashBooked(walletId: string, { allocations, flows }: Wallet): Promise<bigint> {
    const open = new Set(allocations.map(({ id }) => id));
    const deposits = await this.deposits.findWhere({ walletId, isDone: true });
    const legs = await this.legs.findWhere({ walletId, status: 'spent' });
    const paidOut = legs.filter(({ state }) => !sourceIdsOf(state).some((id) => open.has(id))).map(({ state }) => unitsOf(state.group?.amount ?? { units: '0' }));
    const elsewhere = [...yieldSources.map(({ positionKey }) => bookedIn(flows, positionKey)), ...allocations.filter(({ location }) => location === 'window').map(({ units }) => units)];
    return sum(deposits.map(({ state }) => state.units)) - sum(paidOut) - sum(elsewhere);
  }
}

/** An amount over the chains that show it: what is allocated first, and no more than there is. */
export function spreadOverChains(amount: bigint, allocations: readonly Allocation[], shown: ReadonlyMap<Chain, bigint>): NonNullable<Wallet['cash']> {
  const cash: NonNullable<Wallet['cash']> = {};
  for (const { chain, units } of allocations.filter(({ location }) => location === 'cash')) cash[chain] = (cash[chain] ?? 0n) + units;
  let left = amount - sum(Object.values(cash));
  for (const [chain, units] of shown) {
    const free = units - (cash[chain] ?? 0n);
    const taken = free < left ? free : left;
    if (taken <= 0n) continue;
    cash[chain] = (cash[chain] ?? 0n) + taken;
    left -= taken;
  }
  return cash;
}
