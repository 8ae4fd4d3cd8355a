import type { Outgoing } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import type { Change, Versioned } from '@sluice/persistence';
import { arrive, begin, expire, operate, payeeListed, type Arrival } from '../src/engine/advance.js';
import { walletViewOf } from '../src/wallet-withdrawals/wallet-withdrawal.view.js';
import type { Withdrawal } from '../src/engine/withdrawal.js';
import { stored } from './withdrawal.builder.js';

const usdc = (units: number) => ({ currency: 'USDC' as const, units: String(units) });
const source = (key: 'cash_usdc:cctp' | 'usdz' | 'rlp', units: number) => ({ id: newId(), key, chain: 'arbitrum' as const, amount: usdc(units) });

/** Two legs: what is there at once, and a position with a window. */
const groups = () => [
  { key: 'usdz' as const, amount: usdc(65_000), sources: [source('cash_usdc:cctp', 30_000), source('usdz', 35_000)] },
  { key: 'rlp' as const, amount: usdc(35_000), sources: [source('rlp', 35_000)] },
];

type Body = Record<string, string | number>;

interface Transfer {
  readonly id: string;
}

/**
 * The participants of a wallet's withdrawal as far as its saga can tell: each command is answered once, in any order and with any
 * of its messages, and answers the same when it comes again. They keep what they did, so that a test can ask whether it adds up.
 */
export class WalletWorld {
  now = new Date('2026-02-05T11:00:00.000Z');
  withdrawal: Versioned<Withdrawal>;
  readonly holds = new Map<string, 'placed' | 'posted' | 'voided' | 'refused'>();
  readonly groupsOf = new Map<string, 'sourced' | 'spent' | 'released' | 'unavailable'>();
  /** Ids under which liquidity was reserved, or was refused. */
  readonly reservations: string[] = [];
  /** Legs and attempts that were paid on the chain. */
  readonly paid: string[] = [];
  readonly replies: unknown[] = [];
  /** Transfers that were completed, and those that a release has named, by leg and attempt. */
  readonly bridged = new Map<string, readonly string[]>();
  readonly namedAtRelease = new Map<string, readonly string[] | undefined>();
  private readonly pending: Outgoing[] = [];
  private readonly fates = new Map<string, 'delivered' | 'failed' | 'cancelled'>();

  /** The decision of the screening before each payment, and those that wait for an operator. */
  readonly verdicts = new Map<string, 'cleared' | 'referred' | 'refused'>();
  private readonly referred = new Map<string, Body>();

  /** `label`: what the wallet is called, for there to be a name that is screened. */
  constructor(private readonly label?: string) {
    this.withdrawal = stored(this.kept(begin({
      kind: 'wallet', tenantId: 'acme', dialectId: 'w1', waiting: { for: 'wallet-order', replyAddress: { queue: 'q', correlationId: '1' } },
      details: {
        withdrawalId: 'w1', dialect: 'braid', accountId: 'wallet', customerId: 'wallet', destinationId: '0xd', amount: usdc(100_000), fee: usdc(0),
        wallet: { requestId: 'r1', chain: 'ethereum', toAddress: '0xd', approval: 'none', groups: [] },
        createdAt: this.now.toISOString(), holdNumber: 1, sourceLegs: [], payoutLegs: [],
      },
    }, this.now)));
  }

  get view() {
    return walletViewOf(this.withdrawal);
  }

  get isOver(): boolean {
    return this.withdrawal.state.endedAt !== undefined && this.pending.length === 0;
  }

  /** Lets one of the pending commands be answered, the way that `choice` says. */
  answer(which: number, choice: number): void {
    const [command] = this.pending.splice(which % Math.max(this.pending.length, 1), 1);
    if (command) for (const [type, body] of this.answersTo(command.contract.type, command.body as Body, choice)) this.receive(type, body);
  }

  /** Answers everything, well or not, until nothing is pending. */
  finish(choice: number): void {
    for (let turn = 0; turn < 500 && this.pending.length + this.referred.size > 0; turn += 1) {
      this.answer(0, choice);
      this.decide(choice);
    }
  }

  /** An operator's decision on the payment that was referred first. */
  decide(choice: number): void {
    const [payment, body] = [...this.referred][0] ?? [];
    if (payment === undefined || body === undefined) return;
    const verdict = choice % 2 === 0 ? 'cleared' : 'refused';
    this.referred.delete(payment);
    this.verdicts.set(payment, verdict);
    this.receive(`payment.${verdict}`, body);
  }

  stop(): void {
    this.receive('client.stop', { cancellationId: newId() });
  }

  operate(action: 'retry-step' | 'fail' | 'cancel'): void {
    const change = operate(this.withdrawal, { id: 'w1', action, actionId: newId(), reason: 'Because.' }, this.now);
    if (change !== null && change !== 'impossible') this.withdrawal = stored(this.kept(change), this.withdrawal);
  }

  /** Somebody was added to a list. */
  list(): void {
    const change = payeeListed(this.withdrawal, newId(), this.now);
    if (change) this.withdrawal = stored(this.kept(change), this.withdrawal);
  }

  stopLeg(index: number): void {
    const leg = this.withdrawal.state.legs[index % 2];
    if (leg) this.receive('leg.stop', { legId: leg.details.legId, by: 'customer' });
  }

  retry(index: number): void {
    const leg = this.withdrawal.state.legs[index % 2];
    if (leg) this.receive('leg.retry', { legId: leg.details.legId });
  }

  /** The first deadline passes. */
  late(): void {
    const { dueAt } = this.withdrawal;
    if (!dueAt || dueAt.getTime() - this.now.getTime() > 20 * 86_400_000) return;
    this.now = new Date(Math.max(this.now.getTime(), dueAt.getTime()));
    const change = expire(this.withdrawal, this.now);
    if (change) this.withdrawal = stored(this.kept(change), this.withdrawal);
  }

  private receive(type: string, body: Body): void {
    const change = arrive(this.withdrawal, { id: newId(), type, body } as Arrival, this.now);
    if (typeof change === 'string') {
      if (change === 'unexpected' && !/^(client|leg)\./.test(type)) throw new Error(`${type} was unexpected in ${this.withdrawal.state.state}`);
      return;
    }
    this.withdrawal = stored(this.kept(change), this.withdrawal);
  }

  private kept(change: Change<Withdrawal>): Change<Withdrawal> {
    for (const sent of change.send ?? []) {
      if ('contract' in sent) { if (sent.contract.service !== 'webhooks') this.pending.push(sent); } else this.replies.push(sent);
    }
    return change;
  }

  private answersTo(type: string, body: Body, choice: number): [string, Body][] {
    const hold = String(body['holdId']);
    const leg = `${body['legId']}/${body['attempt']}`;
    switch (type) {
      case 'liquidity.reserve-liquidity': this.reservations.push(String(body['reservationId'])); return choice % 7 === 6 ? [['liquidity.reserve-refused', { ...body, reason: 'insufficient_funds' }]] : [['liquidity.liquidity-reserved', { ...body, approvalPolicy: 'none', groups: groups() as never, ...(this.label !== undefined && { label: this.label }) }]];
      case 'liquidity.release-reservation': return [['liquidity.reservation-released', body]];
      case 'compliance.screen': return this.screen(leg, choice, body);
      case 'compliance.cancel-screening': this.referred.delete(leg); return [['compliance.screening-cancelled', body]];
      case 'compliance.close-case': return [['compliance.case-closed', {}]];
      case 'ledger.place-hold': return this.placeHold(hold, choice, body);
      case 'ledger.post-hold': this.holds.set(hold, 'posted'); return [['ledger.hold-posted', body]];
      case 'ledger.void-hold': if (this.holds.get(hold) !== 'posted') this.holds.set(hold, 'voided'); return [['ledger.hold-voided', body]];
      case 'liquidity.source-group': return this.source(leg, choice, body);
      case 'liquidity.release-group': this.groupsOf.set(leg, 'released'); this.namedAtRelease.set(leg, body['moved'] as never); return [['liquidity.group-released', body]];
      case 'liquidity.spend-group': this.groupsOf.set(leg, 'spent'); return [['liquidity.group-spent', body]];
      case 'bridging.bridge-leg': return [this.bridge(leg, choice % 5 === 4 ? [] : (body['transfers'] as never), body)];
      case 'bridging.recall-leg': return [this.bridge(leg, [], body)];
      case 'payout.deliver-leg': return [['payout.leg-approval-requested', { ...body, turnkeyActivityId: 'a', approvalRequestedAt: 't', approvalValidBefore: 't' }], this.deliver(leg, choice, body)];
      case 'payout.recall-payout-leg': return [this.deliver(leg, 2, body)];
      default: throw new Error(`Nobody answers ${type}.`);
    }
  }

  /** Cleared in review, and screened once for each payment; what is referred then waits for `decide`. */
  private screen(payment: string, choice: number, { legId = '', attempt = 1, stage = '' }: Body): [string, Body][] {
    if (stage === 'in-review') return [['review.cleared', { stage }]];
    const verdict = this.verdicts.get(payment) ?? (['cleared', 'referred', 'cleared', 'refused'] as const)[choice % 4] ?? 'cleared';
    this.verdicts.set(payment, verdict);
    const body = { legId, attempt, stage };
    if (verdict === 'referred') this.referred.set(payment, body);
    return [[`payment.${verdict}`, body]];
  }

  private placeHold(hold: string, choice: number, body: Body): [string, Body][] {
    if (!this.holds.has(hold)) this.holds.set(hold, choice % 11 === 10 ? 'refused' : 'placed');
    const refused = this.holds.get(hold) === 'refused' || this.holds.get(hold) === 'voided';
    return refused ? [['ledger.hold-refused', { ...body, reason: 'insufficient_funds' }]] : [['ledger.hold-placed', body]];
  }

  private source(leg: string, choice: number, body: Body): [string, Body][] {
    if (this.groupsOf.get(leg) === 'released') return [['liquidity.group-unavailable', { ...body, reason: 'released' }]];
    if (choice % 6 === 5) return [['liquidity.group-unavailable', { ...body, reason: 'onchain_reverted' }]];
    this.groupsOf.set(leg, 'sourced');
    return choice % 2 === 0 ? [['liquidity.group-sourced', body]] : [['liquidity.group-sourced-elsewhere', { ...body, transfers: [{ id: `${leg}/transfer`, fromChain: 'arbitrum', amount: usdc(1) }] as never }]];
  }

  /** What was carried stays so: the same answer is given again. */
  private bridge(leg: string, transfers: readonly Transfer[], body: Body): [string, Body] {
    const moved = this.bridged.get(leg) ?? transfers.map(({ id }) => id);
    this.bridged.set(leg, moved);
    return [moved.length === 0 ? 'bridging.leg-bridge-failed' : 'bridging.leg-bridged', { ...body, reason: 'onchain_failed', moved: moved.map((id) => ({ id })) as never }];
  }

  /** The chain decides once for each leg and attempt; whoever repeats the command gets the same answer. */
  private deliver(leg: string, choice: number, body: Body): [string, Body] {
    const fate = this.fates.get(leg) ?? (['delivered', 'failed', 'cancelled'] as const)[choice % 3] ?? 'delivered';
    if (!this.fates.has(leg) && fate === 'delivered') this.paid.push(leg);
    this.fates.set(leg, fate);
    if (fate === 'delivered') return ['payout.leg-delivered', { ...body, txHash: `0x${leg}` }];
    return fate === 'failed' ? ['payout.leg-failed', { ...body, reason: 'onchain_reverted' }] : ['payout.leg-cancelled', { ...body, by: 'recall' }];
  }
}
