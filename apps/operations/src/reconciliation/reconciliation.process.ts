import { Injectable } from '@nestjs/common';
import { listUnderWay } from '@sluice/contract-intake';
import type { Break, ReplyOf } from '@sluice/contract-kit';
import { getAccount } from '@sluice/contract-ledger';
import { reconcileOrders, reconcileWallets } from '@sluice/contract-liquidity';
import type { Reconciliation } from '@sluice/contract-operations';
import { reconcilePayments } from '@sluice/contract-payout';
import { DomainError, Money, type MoneyJson } from '@sluice/kernel';
import { Requests, type Cause } from '@sluice/messaging';
import { Rechecks } from '../checks/checker.js';
import { Reconciliations } from './reconciliations.repository.js';

const PAGE = 100;
/** Journals are long, and chains slow. */
const TIMEOUT_MS = 30_000;

/** Units by which a vault's rounding may make a position less than what was put in (docs/decisions/0080). */
const ROUNDING = 10n;

export type ShownWallet = ReplyOf<typeof reconcileWallets>['wallets'][number];

/**
 * The ledger's account against a wallet's balance on the chains and against liquidity's own record. The chains may have more by what
 * is coming, and less by what is on its way out; liquidity books both after the ledger.
 */
export function compareWallet({ id, onChain, booked, coming, gone }: ShownWallet, posted: MoneyJson | null, onItsWay: bigint): Break[] {
  const ledger = BigInt(posted?.units ?? '0');
  const lost = gone.map(({ depositId, amount }): Break => ({ kind: 'missing', provider: 'chain', reference: depositId, expected: usdcText(BigInt(amount.units)), actual: null }));
  const expected = ledger - gone.reduce((sum, { amount }) => sum + BigInt(amount.units), 0n);
  const missing = expected - BigInt(onChain.units);
  const differs = missing < -ROUNDING - BigInt(coming.units) || missing > onItsWay + ROUNDING;
  const unrecorded = ledger - BigInt(booked.units);
  const isRecorded = unrecorded >= -onItsWay && unrecorded <= BigInt(coming.units);
  return [
    ...lost,
    ...(differs ? [breakOf(id, expected, BigInt(onChain.units))] : []),
    ...(isRecorded ? [] : [breakOf(`${id} as planned from`, ledger, BigInt(booked.units))]),
  ];
}

const breakOf = (reference: string, expected: bigint, actual: bigint): Break => ({ kind: 'amount', provider: 'chain', reference, expected: usdcText(expected), actual: usdcText(actual) });

const usdcText = (units: bigint): string => `${Money.ofUnits('USDC', units).toDecimal()} USDC`;

/** Compares the records of the bank, the custodian and the chains with ours. */
@Injectable()
export class Reconciler {
  constructor(
    private readonly requests: Requests,
    private readonly reconciliations: Reconciliations,
    private readonly rechecks: Rechecks,
  ) {}

  /** Once per id. Work goes on meanwhile, so only what every comparison finds is a break. */
  async reconcile(id: string, cause: Cause): Promise<Reconciliation> {
    const known = await this.reconciliations.find(id);
    if (known?.tenantId === cause.tenantId) return { id, ...known.state };
    const breaks = await this.rechecks.lasting(() => this.compare(cause.tenantId), (one) => JSON.stringify(one));
    const state = { checkedAt: new Date().toISOString(), breaks };
    const stored = await this.reconciliations.change(id, cause, (current) => (current ? null : { state }));
    return { id, ...(stored?.state ?? state) };
  }

  private async compare(tenantId: string): Promise<Break[]> {
    const context = { tenantId, timeoutMs: TIMEOUT_MS };
    const [payments, orders, wallets] = await Promise.all([
      this.requests.request(reconcilePayments, {}, context), this.requests.request(reconcileOrders, {}, context), this.wallets(tenantId),
    ]);
    return [...payments.breaks, ...orders.breaks, ...wallets];
  }

  private async wallets(tenantId: string): Promise<Break[]> {
    const breaks: Break[] = [];
    for (let after: string | undefined, hasMore = true; hasMore;) {
      const page = await this.requests.request(reconcileWallets, { limit: PAGE, after }, { tenantId, timeoutMs: TIMEOUT_MS });
      breaks.push(...(await this.compareWallets(tenantId, page.wallets)));
      hasMore = page.hasMore;
      after = page.wallets.at(-1)?.id;
    }
    return breaks;
  }

  /** The chain was read first: what left it afterwards is found under way. */
  private async compareWallets(tenantId: string, wallets: readonly ShownWallet[]): Promise<Break[]> {
    if (wallets.length === 0) return [];
    const { accounts } = await this.requests.request(listUnderWay, { accountIds: wallets.map(({ id }) => id) }, { tenantId, timeoutMs: TIMEOUT_MS });
    const underWay = new Map(accounts.map(({ accountId, units }) => [accountId, BigInt(units)]));
    const found = await Promise.all(wallets.map(async (wallet) => compareWallet(wallet, await this.postedOn(tenantId, wallet.id), underWay.get(wallet.id) ?? 0n)));
    return found.flat();
  }

  private async postedOn(tenantId: string, id: string): Promise<MoneyJson | null> {
    const account = await this.requests.request(getAccount, { id }, { tenantId }).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'not_found') return null;
      throw error;
    });
    return account?.posted ?? null;
  }
}
