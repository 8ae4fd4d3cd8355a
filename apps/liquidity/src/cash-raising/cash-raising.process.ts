import { isDeepStrictEqual } from 'node:util';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Change, type Versioned, ownedBy } from '@sluice/persistence';
import { changedRows, saleRows } from '../portfolio-transactions/transaction.js';
import { PortfolioTransactions } from '../portfolio-transactions/transactions.repository.js';
import { answerToRaise, answerToStop, releasedRecord, salesSettledOf, withSales, type WithdrawalRecord } from '../portfolio-withdrawals/portfolio-withdrawal.js';
import { PortfolioWithdrawals } from '../portfolio-withdrawals/portfolio-withdrawal.js';
import type { ActiveSlot, Raising } from '../portfolios/active-slot.js';
import type { Portfolio } from '../portfolios/portfolio.js';
import { Portfolios } from '../portfolios/portfolios.repository.js';
import { ordersObserved, raisedOf, raisingBegun, raisingStopped, runningIn, settledIn, withOrders, answerAtTheEnd } from './cash-raising.js';
import { begin, dueAtOf, type Task } from './sale-order.js';
import { SaleOrderProcess } from './sale-orders.process.js';

const slotIn = (portfolio: Portfolio, slotId: string | undefined): ActiveSlot | null => portfolio.activeSlots.find((slot) => slot.slotId === slotId) ?? null;

const dueAtIn = (portfolio: Portfolio): Date | null => dueAtOf(runningIn(portfolio).flatMap(({ raising }) => raising.orders));

/** All orders of one cash raising: those that run, those that are over, and those that it left when it was stopped. */
function ordersOf({ activeSlots, settling }: Portfolio, slotId: string): Pick<Raising, 'orders' | 'costs'> {
  const parts = [...activeSlots, ...settling].flatMap((one) => (one.slotId === slotId && one.raising ? [one.raising] : []));
  return { orders: parts.flatMap(({ orders }) => orders), costs: parts.flatMap(({ costs }) => costs) };
}

/**
 * Raises the cash of withdrawals. Orders are stored in the portfolio before anything is sent; observations of them, the holdings that they
 * lower and the answer at the end are one write. Timers carry it on, so a process that dies leaves nothing that another does not find.
 */
@Injectable()
export class CashRaisingProcess implements OnModuleInit {
  constructor(
    private readonly withdrawals: PortfolioWithdrawals,
    private readonly portfolios: Portfolios,
    private readonly transactions: PortfolioTransactions,
    private readonly selling: SaleOrderProcess,
    private readonly timers: Timers,
    private readonly settings: TenantSettings,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.portfolios, (due, cause) => this.act(due, cause));
  }

  /** Begins to raise the cash, or answers again. @throws DomainError `invalid_request` for a withdrawal that was never admitted. */
  async raise(withdrawalId: string, portfolioId: string, cause: Cause): Promise<void> {
    const record = await this.recordOf(withdrawalId, cause);
    if (record === null) throw new DomainError('invalid_request', 'Cash is raised only for a withdrawal that was admitted.');
    const isThere = await this.change(portfolioId, record, cause, (portfolio, slot, now) => {
      if (slot.raising !== null) return { send: answersWith(raisedOf(slot.raising), (raised) => answerToRaise(portfolioId, raised)) };
      return this.changeOf(portfolio, raisingBegun(portfolio, slot, cause.replyTo, now), portfolioId);
    });
    if (isThere) return;
    await this.withdrawals.change(withdrawalId, cause, (current) => ({ send: [answerToRaise(portfolioId, current?.state.raised ?? { status: 'stopped', sales: [] })] }));
  }

  /** Sells nothing more, and answers with what is paid for; the rest is sent when it is. A withdrawal that was never admitted is closed for good. */
  async stop(withdrawalId: string, portfolioId: string, cause: Cause): Promise<void> {
    await this.withdrawals.change(withdrawalId, cause, (current) => (current === null ? { state: releasedRecord(null, portfolioId, null) } : null));
    const record = await this.recordOf(withdrawalId, cause);
    const isThere = await this.change(portfolioId, record, cause, (portfolio, slot, now) => {
      const raised = raisedOf(slot.raising);
      if (raised !== null) return { send: [answerToStop(portfolioId, raised)] };
      return this.changeOf(portfolio, raisingStopped(portfolio, slot, cause.replyTo, now), portfolioId);
    });
    if (isThere) return;
    await this.withdrawals.change(withdrawalId, cause, (current) => ({ send: [answerToStop(portfolioId, current?.state.raised ?? { sales: [] })] }));
  }

  /** Does what is due at the custodian. Several processes may do it: what is sent is noted before, and the custodian takes each key once. */
  private async act({ id, tenantId }: Versioned<Portfolio>, cause: Cause): Promise<void> {
    const { timer: _, ...repeatable } = cause;
    for (const [slotId, tasks] of await this.begin(id, repeatable)) {
      const observations = await this.selling.carryOut({ tenantId, portfolioId: id }, tasks);
      const now = await this.settings.now(tenantId);
      await this.portfolios.change(id, repeatable, async (current) => {
        const running = current && runningIn(current.state).find((one) => one.slotId === slotId);
        if (!current || !running) return null;
        const next = ordersObserved(current.state, running, observations, now);
        await this.show(id, ordersOf(current.state, slotId), ordersOf(next, slotId), repeatable, now);
        await this.recordSettled(next, repeatable);
        return this.changeOf(current.state, next, id);
      });
    }
  }

  /** What is due, by slot, once it is stored that it is about to be done. */
  private async begin(id: string, cause: Cause): Promise<ReadonlyMap<string, readonly Task[]>> {
    const now = await this.settings.now(cause.tenantId);
    let tasks = new Map<string, readonly Task[]>();
    await this.portfolios.change(id, cause, (current) => {
      tasks = new Map();
      let next = current?.state;
      for (const running of current ? runningIn(current.state) : []) {
        const begins = begin(running.raising.orders, now, this.selling.leaseMs);
        if (begins.tasks.length > 0) tasks.set(running.slotId, begins.tasks);
        if (next && begins.tasks.some(({ does }) => does === 'place')) next = withOrders(next, { ...running, raising: { ...running.raising, orders: begins.orders } });
      }
      return next === undefined || next === current?.state ? null : { state: next, dueAt: dueAtIn(next) };
    });
    return tasks;
  }

  /** Transactions are written before the portfolio says that something was sold. */
  private async show(portfolioId: string, before: Pick<Raising, 'orders' | 'costs'>, after: Pick<Raising, 'orders' | 'costs'>, cause: Cause, now: Date): Promise<void> {
    const { tenantId } = cause;
    const rowsOf = (raising: Pick<Raising, 'orders' | 'costs'>) => saleRows({ tenantId, portfolioId, raising });
    await this.transactions.book(changedRows(rowsOf(before), rowsOf(after)), cause, now);
  }

  /** Sales that are paid for are written to their withdrawals' records before the portfolio drops them. */
  private async recordSettled(portfolio: Portfolio, cause: Cause): Promise<void> {
    for (const { withdrawalId, sales } of settledIn(portfolio).settled) {
      await this.withdrawals.change(withdrawalId, cause, (current) => {
        const state = current && withSales(current.state, sales);
        return state === null || isDeepStrictEqual(state, current?.state) ? null : { state };
      });
    }
  }

  /** The portfolio's next state, with an answer for every cash raising that has ended, and a message for every remaining sale that is paid for. */
  private changeOf(before: Portfolio, next: Portfolio, portfolioId: string): Change<Portfolio> | null {
    if (next === before) return null;
    const { portfolio, settled } = settledIn(next);
    const ended = portfolio.activeSlots.filter(({ slotId }) => raisedOf(slotIn(before, slotId)?.raising ?? null) === null);
    return {
      state: portfolio, dueAt: dueAtIn(portfolio),
      send: [...ended.flatMap((slot) => answerAtTheEnd(portfolioId, slot)), ...settled.map((one) => salesSettledOf(portfolioId, one))],
    };
  }

  /** Changes a withdrawal's slot; false when it has none any more. */
  private async change(
    portfolioId: string, record: WithdrawalRecord | null, cause: Cause, decide: (portfolio: Portfolio, slot: ActiveSlot, now: Date) => Change<Portfolio> | null,
  ): Promise<boolean> {
    const now = await this.settings.now(cause.tenantId);
    let isThere = false;
    await this.portfolios.change(portfolioId, cause, (current) => {
      const slot = current?.tenantId === cause.tenantId ? slotIn(current.state, record?.admission?.slotId) : null;
      isThere = slot !== null;
      return current && slot && decide(current.state, slot, now);
    });
    return isThere;
  }

  private async recordOf(withdrawalId: string, cause: Cause): Promise<WithdrawalRecord | null> {
    const found = await this.withdrawals.find(withdrawalId);
    return found && ownedBy(cause, found).state;
  }
}

const answersWith = <T>(raised: T | null, answer: (raised: T) => NonNullable<Change<Portfolio>['send']>[number]) => (raised === null ? [] : [answer(raised)]);
