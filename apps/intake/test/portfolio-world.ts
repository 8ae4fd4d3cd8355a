import type { Outgoing } from '@sluice/contract-kit';
import { newId } from '@sluice/kernel';
import type { Change, Versioned } from '@sluice/persistence';
import { arrive, begin, expire, type Arrival } from '../src/engine/advance.js';
import { portfolioViewOf } from '../src/portfolio-withdrawals/portfolio-withdrawal.view.js';
import type { Withdrawal } from '../src/engine/withdrawal.js';
import { stored } from './withdrawal.builder.js';

const gbp = (units: number) => ({ currency: 'GBP' as const, units: String(units) });
const unitsOf = (amount: unknown): number => Number((amount as { units: string }).units);

type Body = Record<string, unknown>;
type Said = [type: string, body: Body];
type Judgement = 'compliance' | 'review' | 'payment';
const stages: Readonly<Record<string, Judgement>> = { 'up-front': 'compliance', 'in-review': 'review', 'before-payment': 'payment' };
type Fate = 'delivered' | 'failed' | 'cancelled';

/** Not a command: the custodian's own time passes. */
const settlement = { contract: { type: 'custodian.settle', service: 'custodian' }, body: {} } as unknown as Outgoing;

/**
 * The participants of a portfolio's withdrawal as far as its saga can tell, with the money that they move: cash in the ledger,
 * holdings worth 10000, a fee of 500. Each command is answered by what is true, however often and late it comes.
 */
export class PortfolioWorld {
  now = new Date('2026-02-05T11:00:00.000Z');
  withdrawal: Versioned<Withdrawal>;
  cash = 5_000;
  holdings = 10_000;
  place: 'free' | 'refused' | 'taken' | 'given back' | 'completed' = 'free';
  hold: { amount: number; fate: 'placed' | 'posted' | 'voided' | 'refused' } | null = null;
  paid = 0;
  clearing = 0;
  feePortfolio = 0;
  private sold = 0;
  /** What was sold is paid for. */
  private settled = false;
  private booked = false;
  private raising: 'open' | 'stopped' = 'open';
  private creditedFee = false;
  private fate: Fate | null = null;
  private readonly pending: Outgoing[] = [];
  private readonly decided: Partial<Record<Judgement, 'cleared' | 'documents' | 'refused'>> = {};
  /** Words about documents that are still to come. */
  private readonly documents: Said[] = [];

  constructor(private readonly type: 'specified' | 'full', consideration = '120.00') {
    this.withdrawal = stored(this.kept(begin({
      kind: 'portfolio', tenantId: 'acme', dialectId: 'wth-1',
      details: {
        withdrawalId: 'w1', dialect: 'wealthkernel', accountId: 'prt-1:GBP', customerId: 'pty-1', destinationId: 'bac-1', amount: gbp(0), fee: gbp(0),
        portfolio: {
          portfolioId: 'prt-1', type, closePortfolio: false, currency: 'GBP', cash: [], sales: [],
          ...(type === 'specified' && { consideration: { currency: 'GBP', amount: consideration } }),
        },
        createdAt: this.now.toISOString(), holdNumber: 1, sourceLegs: [], payoutLegs: [],
      },
    }, this.now)));
  }

  get view() {
    return portfolioViewOf(this.withdrawal);
  }

  get isOver(): boolean {
    return this.withdrawal.state.endedAt !== undefined && this.pending.length + this.documents.length === 0;
  }

  /** All the money there is, wherever it lies. */
  get total(): number {
    return this.cash + this.holdings + (this.booked ? 0 : this.sold) + this.clearing + this.feePortfolio;
  }

  /** Lets one of the pending commands be answered, the way that `choice` says. */
  answer(which: number, choice: number): void {
    const [command] = this.pending.splice(which % Math.max(this.pending.length, 1), 1);
    const said = command && this.answerTo(command.contract.type, command.body as Body, choice);
    if (said) this.receive(...said);
    const documents = command ? undefined : this.documents.shift();
    if (documents) this.receive(...documents);
  }

  finish(choice: number): void {
    for (let turn = 0; turn < 500 && this.pending.length + this.documents.length > 0; turn += 1) this.answer(0, choice);
  }

  order(type: 'client.cancel' | 'client.stop' | 'operator.fail'): void {
    this.receive(type, type === 'operator.fail' ? { failure: { code: 'OPERATOR_FAILED', reason: 'given up' } } : { cancellationId: newId() });
  }

  /** The first deadline passes. */
  late(): void {
    const { dueAt } = this.withdrawal;
    if (!dueAt) return;
    this.now = new Date(Math.max(this.now.getTime(), dueAt.getTime()));
    const change = expire(this.withdrawal, this.now);
    if (change) this.withdrawal = stored(this.kept(change), this.withdrawal);
  }

  private receive(type: string, body: Body): void {
    const change = arrive(this.withdrawal, { id: newId(), type, body } as Arrival, this.now);
    if (change === 'deferred') this.pending.push(settlement);
    if (change === 'unexpected' && !/^(client|operator)\./.test(type)) throw new Error(`${type} was unexpected in ${this.withdrawal.state.state}`);
    if (typeof change !== 'string') this.withdrawal = stored(this.kept(change), this.withdrawal);
  }

  private kept(change: Change<Withdrawal>): Change<Withdrawal> {
    for (const sent of change.send ?? []) if ('contract' in sent && sent.contract.service !== 'webhooks') this.pending.push(sent);
    return change;
  }

  private answerTo(type: string, body: Body, choice: number): Said | null {
    const answer = this.answers[type];
    if (!answer) throw new Error(`Nobody answers ${type}.`);
    return answer(body, choice);
  }

  private readonly answers: Record<string, (body: Body, choice: number) => Said | null> = {
    'payout.check-bank-account': (_, choice) =>
      choice % 13 === 12 ? ['payout.bank-account-refused', { reason: 'not_active' }] : ['payout.bank-account-usable', { rail: 'FPS', payeeName: 'Ada' }],
    'ledger.state-balances': () => ['ledger.balances-stated', { balances: [{ accountId: 'prt-1:GBP', posted: gbp(this.cash), available: gbp(this.cash) }] }],
    'liquidity.admit-portfolio-withdrawal': (_, choice) => this.admit(choice),
    'liquidity.release-portfolio': () => { this.place = 'given back'; return ['liquidity.portfolio-released', {}]; },
    'compliance.screen': (body, choice) => this.screen(stages[String(body['stage'])] ?? 'review', choice),
    'compliance.close-case': () => ['compliance.case-closed', {}],
    'liquidity.raise-cash': (_, choice) => this.raise(choice),
    'liquidity.stop-raising': () => { this.raising = 'stopped'; return ['liquidity.raising-stopped', { sales: this.settled ? this.sales() : [] }]; },
    'custodian.settle': () => this.settle(),
    'ledger.book-proceeds': (body) => this.book(body),
    'ledger.place-hold': (body) => this.placeHold(body),
    'ledger.void-hold': () => this.voidHold(),
    'payout.deliver': (body, choice) => this.deliver(body, choice % 2 === 0 ? 'delivered' : 'failed'),
    'payout.cancel-delivery': (body) => this.deliver(body, 'cancelled'),
    'ledger.post-hold': (body) => this.post(body),
    'liquidity.complete-portfolio-withdrawal': (body) => this.complete(body),
    'ledger.credit-fee': (body) => this.credit(body),
  };

  /** Decided once for good. Documents that are asked for are accepted when nothing else is waited for. */
  private screen(stage: Judgement, choice: number): Said {
    this.decided[stage] ??= choice % 9 === 8 ? 'refused' : choice % 9 === 7 && stage !== 'payment' ? 'documents' : 'cleared';
    if (this.decided[stage] === 'refused') return [`${stage}.refused`, { reason: 'sanctions' }];
    if (this.decided[stage] === 'cleared') return [`${stage}.cleared`, {}];
    this.documents.push([`${stage}.documents-accepted`, { at: this.now.toISOString() }]);
    return [`${stage}.documents-required`, {}];
  }

  private complete(body: Body): Said {
    this.place = 'completed';
    return unitsOf(body['fee']) > 0 ? ['liquidity.portfolio-withdrawal-charged', { feePortfolioId: 'prt-fee' }] : ['liquidity.portfolio-withdrawal-completed', {}];
  }

  private admit(choice: number): Said {
    if (this.place === 'given back') return ['liquidity.portfolio-withdrawal-refused', { reason: 'released' }];
    if (this.place === 'free') this.place = choice % 10 === 9 ? 'refused' : 'taken';
    if (this.place === 'refused') return ['liquidity.portfolio-withdrawal-refused', { reason: 'over_95_percent' }];
    const amounts = this.type === 'full' ? { amount: gbp(14_500), fee: gbp(500) } : { amount: gbp(12_000), fee: gbp(0) };
    return ['liquidity.portfolio-withdrawal-admitted', { portfolioId: 'prt-1', ...amounts }];
  }

  private sales() {
    return this.sold === 0 ? [] : [{ orderId: 'o1', isin: 'GB00B3X7QG63', proceeds: gbp(this.sold), bookCost: gbp(1) }];
  }

  /** The buyers pay: whoever waits for it hears that it is raised, and whoever has stopped waiting that it has come. */
  private settle(): Said | null {
    this.settled = true;
    if (this.raising === 'open') return this.raise(0);
    return ['liquidity.sales-settled', { sales: this.sales() }];
  }

  private raise(choice: number): Said | null {
    const portfolio = { portfolioId: 'prt-1' };
    if (this.sold === 0 && this.raising === 'open') {
      this.sold = choice % 7 === 6 ? 3_000 : this.type === 'full' ? 10_000 : 7_040;
      this.holdings -= this.sold;
      this.settled = choice % 5 !== 4;
      if (!this.settled) this.pending.push(settlement);
    }
    if (!this.settled && this.raising === 'open') return null;
    if (!this.settled) return ['liquidity.cash-not-raised', { ...portfolio, sales: [], reason: 'released' }];
    if (this.sold === 3_000 || this.raising === 'stopped') return ['liquidity.cash-not-raised', { ...portfolio, sales: this.sales(), reason: 'insufficient_balance' }];
    return ['liquidity.cash-raised', { ...portfolio, sales: this.sales() }];
  }

  private book(body: Body): Said {
    const proceeds = (body['sales'] as { proceeds: unknown }[]).reduce((sum, sale) => sum + unitsOf(sale.proceeds), 0);
    if (!this.booked && proceeds > 0) { this.cash += proceeds; this.booked = true; }
    return ['ledger.proceeds-booked', { accountId: 'prt-1:GBP' }];
  }

  private placeHold(body: Body): Said {
    const asked = body['amount'] === undefined ? this.cash : unitsOf(body['amount']);
    this.hold ??= { amount: asked, fate: asked <= this.cash && asked > unitsOf(body['moreThan'] ?? gbp(0)) ? 'placed' : 'refused' };
    if (this.hold.fate === 'voided' || this.hold.fate === 'refused') return ['ledger.hold-refused', { ...body, reason: 'insufficient_funds' }];
    return ['ledger.hold-placed', { ...body, amount: gbp(this.hold.amount) }];
  }

  private voidHold(): Said {
    if (this.hold?.fate !== 'posted') this.hold = { amount: this.hold?.amount ?? 0, fate: 'voided' };
    return ['ledger.hold-voided', { holdId: 'w1/1', voided: gbp(0) }];
  }

  /** The bank decides once. */
  private deliver(body: Body, wanted: Fate): Said {
    const [leg] = body['legs'] as { amount: unknown }[];
    if (this.fate === null && wanted === 'delivered') this.paid += unitsOf(leg?.amount);
    this.fate ??= wanted;
    const type = { delivered: 'payout.delivered', failed: 'payout.undelivered', cancelled: 'payout.delivery-cancelled' }[this.fate];
    return [type, { legs: [{ ...leg, status: this.fate }] }];
  }

  private post(body: Body): Said {
    if (this.hold?.fate === 'placed') {
      const posted = (body['postings'] as { amount: unknown }[]).reduce((sum, posting) => sum + unitsOf(posting.amount), 0);
      this.cash -= posted;
      this.clearing += posted;
      this.hold = { ...this.hold, fate: 'posted' };
    }
    return ['ledger.hold-posted', body];
  }

  private credit(body: Body): Said {
    if (!this.creditedFee) { this.clearing -= unitsOf(body['amount']); this.feePortfolio += unitsOf(body['amount']); this.creditedFee = true; }
    return ['ledger.fee-credited', body];
  }
}
