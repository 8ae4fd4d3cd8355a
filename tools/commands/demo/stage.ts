import {
  BraidCaller, fundedCustomer, until, type BraidWithdrawal, type BultraCaller, type Currency, type FundedCustomer, type OperatorCaller, type PortfolioWithdrawal, type Rail,
  type WealthKernelCaller, type Withdrawal,
} from '../../client/index.ts';
import type { StackFile } from '../../stack/index.ts';

const terminal: readonly string[] = ['EXECUTED', 'FAILED', 'CANCELLED'];
const portfolioEnds: readonly string[] = ['Settled', 'Rejected', 'Cancelled'];

/** What a scene shows is checked as well: the demo fails when a fact is not as told. */
export class SceneFailed extends Error {}

/** Those who call the running stack. */
export interface Cast {
  readonly bultra: BultraCaller;
  readonly wealthkernel: WealthKernelCaller;
  readonly operator: OperatorCaller;
}

/** What scenes act with: clients of the running stack, and the screen. */
export class Stage {
  readonly bultra: BultraCaller;
  readonly wealthkernel: WealthKernelCaller;
  readonly operator: OperatorCaller;
  readonly braid: BraidCaller;
  readonly stack: StackFile;
  readonly signal: AbortSignal;
  /** Everyone who played, with what they were given. */
  readonly customers: { readonly customer: FundedCustomer; readonly given: string; readonly currency: Currency }[] = [];
  /** What arrived elsewhere, by its id; a scene takes out what comes back. */
  readonly arrived = new Map<string, Withdrawal>();
  private startedAtMs = performance.now();

  constructor(stack: StackFile, { bultra, wealthkernel, operator }: Cast, signal: AbortSignal) {
    this.stack = stack;
    this.bultra = bultra;
    this.wealthkernel = wealthkernel;
    this.braid = new BraidCaller(stack, 'acme');
    this.operator = operator;
    this.signal = signal;
  }

  open(title: string): void {
    this.startedAtMs = performance.now();
    process.stdout.write(`\n${title}\n`);
  }

  /** One row of the timeline: milliseconds since the scene began, and what happened. */
  tell(line: string): void {
    process.stdout.write(`${Math.round(performance.now() - this.startedAtMs).toString().padStart(7)} ms  ${line}\n`);
  }

  check(fact: string, isSo: boolean): void {
    if (!isSo) throw new SceneFailed(`The demo failed: it is not so that ${fact}.`);
    this.tell(`✓ ${fact}`);
  }

  async customerWith(amount: string, currency: Currency = 'USD'): Promise<FundedCustomer> {
    const customer = await fundedCustomer(this.bultra, this.operator, amount, currency);
    this.customers.push({ customer, given: amount, currency });
    this.tell(`account ${customer.accountId} holds ${amount} ${currency}; counterparty ${customer.counterpartyId} is approved`);
    return customer;
  }

  async created(customer: FundedCustomer, amount: string, reference: string, rail: Rail = 'ACH'): Promise<Withdrawal> {
    const withdrawal = await this.bultra.created({
      account_id: customer.accountId, counterparty_id: customer.counterpartyId, amount, rail, reference,
    });
    this.tell(`${withdrawal.id} over ${withdrawal.amount} ${withdrawal.currency} by ${rail} is ${withdrawal.status}`);
    return withdrawal;
  }

  /** Follows a withdrawal to its end and shows every status it is seen in. */
  async followed(id: string): Promise<Withdrawal> {
    let seen = '';
    const look = async () => {
      const withdrawal = await this.bultra.withdrawal(id);
      if (withdrawal.status !== seen) this.tell(`${id} is ${withdrawal.status}`);
      seen = withdrawal.status;
      return withdrawal;
    };
    const ended = await until(`${id} ends`, look, ({ status }) => terminal.includes(status), { signal: this.signal });
    if (ended.status === 'EXECUTED') this.arrived.set(id, ended);
    return ended;
  }

  /** Follows a wallet's withdrawal to its end and shows where its payouts are. */
  async followedOnChain(walletId: string, id: string): Promise<BraidWithdrawal> {
    let seen = '';
    const look = async () => {
      const withdrawal = await this.braid.withdrawal(walletId, id);
      const now = `${withdrawal.status}; its payout is ${withdrawal.payouts.map(({ status }) => status).join(', ')}`;
      if (now !== seen) this.tell(`the withdrawal is ${now}`);
      seen = now;
      return withdrawal;
    };
    return until(`${id} ends`, look, ({ completedAt }) => completedAt !== null, { signal: this.signal, withinMs: 100_000 });
  }

  /** Follows a portfolio's withdrawal to its end and shows every status it is seen in. */
  async followedOutOfPortfolio(id: string): Promise<PortfolioWithdrawal> {
    let seen = '';
    const look = async () => {
      const withdrawal = await this.wealthkernel.withdrawal(id);
      if (withdrawal.status !== seen) this.tell(`${id} is ${withdrawal.status}`);
      seen = withdrawal.status;
      return withdrawal;
    };
    return until(`${id} ends`, look, ({ status }) => portfolioEnds.includes(status), { signal: this.signal, withinMs: 60_000 });
  }

  async balance(customer: FundedCustomer): Promise<{ available: string; total: string; pending: string }> {
    const { balance } = await this.bultra.account(customer.accountId);
    this.tell(`balance: ${balance.total} total, ${balance.pending} pending, ${balance.available} available`);
    return balance;
  }
}

export interface Scene {
  readonly title: string;
  play(stage: Stage): Promise<void>;
}
