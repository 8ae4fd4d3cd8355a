import { Injectable } from '@nestjs/common';
import { MOST_FINDINGS, type Break, type Finding } from '@sluice/contract-kit';
import { ChainRecovery } from '@sluice/evm';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import type { ChainLeg } from '../chain-payments/chain-leg.js';
import { authorizationRefOf } from '../chain-payments/chain-leg.signing.js';
import { ChainLegs } from '../chain-payments/chain-legs.repository.js';
import { Usdc } from '../providers/usdc.js';
import { BankComparison } from './bank-comparison.js';

/** Delivered legs that are checked on their chains, the newest: each costs a call of a node. */
const CHAIN_LEGS_CHECKED = 200;

/** Twice as long as the running checker's minute. */
const SHOWN_FOR_MS = 120_000;

/** Our payments against the bank's books and the chains. */
@Injectable()
export class PaymentsCheck {
  constructor(
    private readonly chainLegs: ChainLegs,
    private readonly bank: BankComparison,
    private readonly usdc: Usdc,
    private readonly recovery: ChainRecovery,
    private readonly settings: TenantSettings,
  ) {}

  async breaks(tenantId: string): Promise<Break[]> {
    return [...(await this.bank.atTheBank(tenantId)), ...(await this.onChains(tenantId))];
  }

  /** Invariants 5 and 10 (spec/canonical.md), of what has changed since it was right, or of everything. */
  async findings(tenantId: string, full: boolean): Promise<Finding[]> {
    const atTheBank = (await this.bank.breaks(tenantId, full))
      .map(({ kind, reference, expected, actual }) => ({ invariant: 5, text: `payment ${reference} at the bank: ${kind}, expected ${expected ?? 'nothing'}, found ${actual ?? 'nothing'}` }));
    return [...atTheBank, ...(await this.gone(tenantId)), ...(await this.blocked(tenantId)), ...(await this.approvals(tenantId))].slice(0, MOST_FINDINGS);
  }

  private async onChains(tenantId: string): Promise<Break[]> {
    const delivered = await this.chainLegs.findWhere({ tenantId, status: 'delivered' }, { sort: { _id: -1 }, limit: CHAIN_LEGS_CHECKED });
    return (await Promise.all(delivered.map((leg) => this.onChain(leg)))).flat();
  }

  private async onChain({ id, state: { payment, authorization, txHash } }: Versioned<ChainLeg>): Promise<Break[]> {
    if (payment === undefined || authorization === undefined) return [];
    const fate = await this.usdc.fate(authorizationRefOf(payment.chain, authorization));
    return fate.kind === 'carried-out' ? [] : [{ kind: 'missing', provider: 'chain', reference: id, expected: txHash ?? 'a transfer', actual: null }];
  }

  /**
   * What the chain showed as final and shows no more, as the running recheck of transactions has found. Reported for a while after it is
   * there again, in the same text: a check that is made once a minute must not miss it.
   */
  private async gone(tenantId: string): Promise<Finding[]> {
    const lately = new Date((await this.settings.now(tenantId)).getTime() - SHOWN_FOR_MS).toISOString();
    const filter = { tenantId, goneSince: { $exists: true }, $or: [{ foundAgainAt: { $exists: false } }, { foundAgainAt: { $gt: lately } }] };
    const gone = await this.chainLegs.findWhere(filter, { limit: MOST_FINDINGS });
    return gone.map(({ id, state: { payment, goneSince, goneFor } }) => ({
      invariant: 5,
      text: `payment ${id} on ${payment?.chain ?? 'a chain'} was delivered, and a reorganisation has taken it back at ${goneSince ?? ''}${goneFor === undefined ? '' : `; it cannot be sent again: ${goneFor}`}`,
    }));
  }

  /** Transactions that cannot be included, because a nonce before theirs is used by none. */
  private async blocked(tenantId: string): Promise<Finding[]> {
    const holes = await this.recovery.holesOf(tenantId);
    return holes.map(({ chain, signer, nonce, waiting }) => ({ invariant: 5, text: `the nonce ${nonce} of ${signer} on ${chain} is used by no transaction, and ${waiting.join(', ')} wait behind it` }));
  }

  private async approvals(tenantId: string): Promise<Finding[]> {
    const requested = await this.chainLegs.findWhere({ tenantId, status: { $in: ['asking', 'awaiting'] } });
    const customers = requested.filter(({ state }) => state.payment?.approval === 'customer');
    const groups = Map.groupBy(customers, ({ state }) => `wallet ${state.walletId} on ${state.payment?.chain ?? ''}`);
    return [...groups].filter(([, legs]) => legs.length > 1).map(([wallet, legs]) => ({ invariant: 10, text: `${wallet} has ${legs.length} approvals outstanding: ${legs.map(({ id }) => id).join(', ')}` }));
  }
}
