import {
  getWalletWithdrawal, listWalletWithdrawals, retryPayoutLeg, stopPayoutLeg, stopWalletWithdrawal, withdrawFromWallet, type PayoutLegView, type WalletWithdrawalView,
} from '@sluice/contract-intake';
import { depositToWallet, estimateTimes, getWallet, listWallets, listYieldSources, openWallet, previewWithdrawal, setWalletStatus, type WalletView } from '@sluice/contract-liquidity';
import { voteOnLeg } from '@sluice/contract-payout';
import { DomainError, idFrom, Money } from '@sluice/kernel';
import type { FakeServices } from './fake-services.js';

const AT = '2026-02-05T08:15:00.000Z';
const usdc = (units: string) => ({ currency: 'USDC' as const, units });
const absent = (field = 'id'): DomainError => new DomainError('not_found', 'There is no such thing.', [{ field, message: 'is unknown' }]);
const impossible = (): DomainError => new DomainError('invalid_status', 'Not in this status.');

interface Owned<View> {
  readonly tenantId: string;
  view: View;
}

const sources = [
  { positionKey: 'usdz' as const, name: 'USDZ', chain: 'arbitrum' as const, unwindTime: 'PT0H', type: 'stablecoin' }, { positionKey: 'syrupUsdc' as const, name: 'Syrup USDC', chain: 'ethereum' as const, unwindTime: 'PT0H', type: 'erc4626' },
  { positionKey: 'rlp' as const, name: 'RLP', chain: 'ethereum' as const, unwindTime: 'PT24H', type: 'window' }, { positionKey: 'ustb' as const, name: 'USTB', chain: 'ethereum' as const, unwindTime: 'P2D', type: 'window' },
];

/** Wallets as liquidity, intake and payout know them: just enough for the gateway to have something to show. */
export class FakeWallets {
  readonly wallets = new Map<string, Owned<WalletView>>();
  readonly withdrawals = new Map<string, Owned<WalletWithdrawalView>>();
  readonly votes: string[] = [];
  /** When the next withdrawal is made; two of them at one time are told apart by their ids. */
  nextAt: string = AT;

  listen(fake: FakeServices): void {
    this.liquidity(fake);
    this.orders(fake);
    this.legs(fake);
  }

  /** Puts a withdrawal and its legs into a state, as its services would. */
  put(id: string, change: Partial<WalletWithdrawalView>, leg: Partial<PayoutLegView> = {}): void {
    const found = this.withdrawals.get(id);
    if (!found) throw new Error(`There is no withdrawal ${id}.`);
    found.view = { ...found.view, payouts: found.view.payouts.map((payout) => ({ ...payout, ...leg })), ...change };
  }

  private liquidity(fake: FakeServices): void {
    fake.on(openWallet, ({ tenantId, body: { id, label, targets, approvalPolicy } }) => {
      const known = this.wallets.get(id)?.view;
      if (known && JSON.stringify([known.label, known.targets, known.approvalPolicy]) !== JSON.stringify([label, targets, approvalPolicy])) throw new DomainError('request_conflict', 'Another wallet.');
      const view = known ?? { id, label, targets, approvalPolicy, status: 'active', createdAt: AT, depositAddress: `0x${'ab'.repeat(20)}`, total: usdc('0'), withdrawable: usdc('0'), earned: usdc('0'), holdings: [] };
      this.wallets.set(id, { tenantId, view });
      return view;
    });
    fake.on(getWallet, ({ tenantId, body }) => this.wallet(tenantId, body.id).view);
    fake.on(listWallets, ({ tenantId, body: { limit, after } }) => {
      const mine = [...this.wallets.values()].filter((each) => each.tenantId === tenantId).map(({ view }) => view).reverse();
      const seen = mine.findIndex(({ id }) => id === after);
      if (after !== undefined && seen < 0) throw new DomainError('invalid_request', 'Unknown.', [{ field: 'after', message: 'is unknown' }]);
      return { wallets: mine.slice(seen + 1, seen + 1 + limit), hasMore: mine.length > seen + 1 + limit };
    });
    fake.on(setWalletStatus, ({ tenantId, body }) => this.change(tenantId, body.id, { status: body.status }));
    fake.on(depositToWallet, ({ tenantId, body }) => {
      const { view } = this.wallet(tenantId, body.walletId);
      const total = Money.fromJson(view.total).plus(Money.fromJson(body.amount)).toJson();
      const holding = { key: body.positionKey ?? ('cash_usdc:cctp' as const), chain: body.chain, value: body.amount, reserved: usdc('0') };
      return this.change(tenantId, view.id, { total, withdrawable: total, holdings: [...view.holdings, holding] });
    });
    fake.on(previewWithdrawal, ({ tenantId, body }) => ({ available: this.active(tenantId, body.walletId).withdrawable, fee: usdc('0'), completionSeconds: 7_200 }));
    fake.on(listYieldSources, () => ({ sources }));
    const time = { p50: 0, p90: 60, max: 3_600 };
    fake.on(estimateTimes, ({ body }) => ({
      estimates: body.targets.map(({ positionKey }) => ({ positionKey, sourceChain: 'arbitrum' as const, steps: [{ step: 'bridge_cctp' as const, time }], fullSettlementTime: time })), fullSettlementTime: time,
    }));
  }

  private orders(fake: FakeServices): void {
    fake.on(withdrawFromWallet, ({ tenantId, body }) => {
      const known = this.withdrawals.get(body.id)?.view;
      if (known) {
        const same = known.amount.units === body.amount.units && known.chain === body.chain && known.toAddress.toLowerCase() === body.toAddress.toLowerCase();
        if (!same) throw new DomainError('request_conflict', 'Other parameters.');
        return { created: false, withdrawal: known };
      }
      const withdrawal = this.begun(tenantId, body);
      this.withdrawals.set(body.id, { tenantId, view: withdrawal });
      return { created: true, withdrawal };
    });
    fake.on(getWalletWithdrawal, ({ tenantId, body }) => this.withdrawal(tenantId, body).view);
    fake.on(listWalletWithdrawals, ({ tenantId, body: { walletId, limit, order, phases, after } }) => {
      const place = ({ createdAt, id }: { createdAt: string; id: string }): string => `${createdAt} ${id}`;
      const sign = order === 'asc' ? 1 : -1;
      const mine = [...this.withdrawals.values()].filter((each) => each.tenantId === tenantId && each.view.walletId === walletId && (phases?.includes(each.view.phase) ?? true)).map(({ view }) => view);
      const rest = mine.sort((one, other) => (place(one) < place(other) ? -sign : sign)).filter((view) => !after || (place(view) < place(after) ? -1 : place(view) > place(after) ? 1 : 0) === sign);
      return { withdrawals: rest.slice(0, limit), hasMore: rest.length > limit };
    });
    fake.on(stopWalletWithdrawal, ({ tenantId, body }) => {
      const found = this.withdrawal(tenantId, body);
      if (found.view.phase === 'cancelled') return found.view;
      if (found.view.endedAt !== undefined) throw impossible();
      this.put(body.id, { phase: 'cancelled', endedAt: AT }, { status: 'cancelled', failureReason: 'cancelled_by_customer' });
      return found.view;
    });
  }

  private legs(fake: FakeServices): void {
    fake.on(stopPayoutLeg, ({ tenantId, body }) => {
      const leg = this.leg(tenantId, body);
      if (!['planned', 'queued', 'awaiting_signature'].includes(leg.status)) throw impossible();
      this.put(body.id, {}, { status: 'cancelled', failureReason: 'cancelled_by_customer' });
      return this.withdrawal(tenantId, body).view;
    });
    fake.on(retryPayoutLeg, ({ tenantId, body }) => {
      const leg = this.leg(tenantId, body);
      this.active(tenantId, body.walletId);
      if (leg.status !== 'failed') throw impossible();
      this.put(body.id, { phase: 'sourcing' }, { status: 'signed', attempt: leg.attempt + 1 });
      return this.withdrawal(tenantId, body).view;
    });
    fake.on(voteOnLeg, ({ tenantId, body: { legId, vote } }) => {
      const found = [...this.withdrawals.values()].find((each) => each.tenantId === tenantId && each.view.payouts.some(({ id }) => id === legId));
      if (!found) throw absent('legId');
      if (found.view.payouts[0]?.status !== 'awaiting_signature') throw impossible();
      this.votes.push(vote);
      this.put(found.view.id, {}, { status: vote === 'approve' ? 'signed' : 'cancelled' });
      return { legId };
    });
  }

  private begun(tenantId: string, { id, requestId, walletId, amount, chain, toAddress }: Pick<WalletWithdrawalView, 'id' | 'requestId' | 'walletId' | 'amount' | 'chain' | 'toAddress'>): WalletWithdrawalView {
    const { withdrawable } = this.active(tenantId, walletId);
    if (Money.fromJson(amount).compare(Money.fromJson(withdrawable)) > 0) throw new DomainError('insufficient_funds', 'Too little.');
    const key = 'cash_usdc:cctp';
    return {
      id, dialect: 'braid', version: 1, requestId, walletId, phase: 'authorized', hold: 'none', amount, fee: usdc('0'), chain, toAddress, createdAt: this.nextAt, updatedAt: this.nextAt,
      payouts: [{ id: idFrom(id, 'leg'), key, attempt: 1, status: 'planned', amount }], sourceLegs: [{ id: idFrom(id, 'source'), key, chain: 'arbitrum', amount, status: 'pending' }],
    };
  }

  private wallet(tenantId: string, id: string): Owned<WalletView> {
    const found = this.wallets.get(id);
    if (found?.tenantId !== tenantId) throw absent();
    return found;
  }

  private active(tenantId: string, id: string): WalletView {
    const { view } = this.wallet(tenantId, id);
    if (view.status !== 'active') throw new DomainError('wallet_not_active', 'Not active.');
    return view;
  }

  private change(tenantId: string, id: string, change: Partial<WalletView>): WalletView {
    const found = this.wallet(tenantId, id);
    found.view = { ...found.view, ...change };
    return found.view;
  }

  private withdrawal(tenantId: string, { id, walletId }: { id: string; walletId: string }): Owned<WalletWithdrawalView> {
    const found = this.withdrawals.get(id);
    if (found?.tenantId !== tenantId || found.view.walletId !== walletId) throw new DomainError('not_found', 'There is no such withdrawal.');
    return found;
  }

  private leg(tenantId: string, body: { id: string; walletId: string; legId: string }): PayoutLegView {
    const leg = this.withdrawal(tenantId, body).view.payouts.find(({ id }) => id === body.legId);
    if (!leg) throw absent('legId');
    return leg;
  }
}
