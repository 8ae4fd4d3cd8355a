import { Injectable, Logger } from '@nestjs/common';
import { leaseMsFor, OutcomeUnknown } from '@sluice/providers';
import { Custodian, type OrderReport } from '../providers/custodian.js';
import { contradicts, type Observation, type SaleOrder, type Task } from './sale-order.js';
import type { SellableHolding } from './sale-planning.js';

/** The owner of the orders. */
export interface Seller {
  readonly tenantId: string;
  readonly portfolioId: string;
}

/** What was observed of each order, by its id. */
export type Observations = ReadonlyMap<string, Observation>;

/** Places, inquires about and stops orders at the custodian. Stores nothing: what `begin` returned is stored before, observations afterwards. */
@Injectable()
export class SaleOrderProcess {
  private readonly logger = new Logger(SaleOrderProcess.name);

  constructor(private readonly custodian: Custodian) {}

  /** For `begin`. */
  get leaseMs(): number {
    return leaseMsFor(this.custodian.longestCallMs);
  }

  /** Does what is due. Every task has its observation, also when the custodian could not be reached. */
  async carryOut(seller: Seller, tasks: readonly Task[]): Promise<Observations> {
    return new Map(await Promise.all(tasks.map(async (task) => [task.order.orderId, await this.observe(seller, task)] as const)));
  }

  /** The holdings at the custodian's prices, which the last known ones stand in for. @throws OutcomeUnknown */
  async priced(tenantId: string, holdings: readonly SellableHolding[]): Promise<SellableHolding[]> {
    return Promise.all(holdings.map(async (holding) => {
      const now = await this.custodian.price(holding.isin, tenantId);
      return now?.currency === holding.currency ? { ...holding, price: now.price } : holding;
    }));
  }

  private async observe(seller: Seller, task: Task): Promise<Observation> {
    try {
      const report = await this.call(seller, task);
      if (report === null) return { kind: 'not-known' };
      return contradicts(task.order, report) ? this.contradictory(task.order, report) : { kind: 'reported', report };
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      this.logger.warn(`The outcome of order ${task.order.orderId} is unknown: ${error.message}`);
      return { kind: 'lost' };
    }
  }

  private call({ tenantId, portfolioId }: Seller, { does, order }: Task): Promise<OrderReport | null> {
    const { orderId: key, isin, quantity, currency } = order;
    switch (does) {
      case 'place': return this.custodian.sell({ key, tenantId, portfolioId, isin, quantity, currency });
      case 'inquire': return this.custodian.inquire({ key, tenantId });
      case 'stop': return this.custodian.stop({ key, tenantId });
    }
  }

  private contradictory({ orderId, status }: SaleOrder, report: OrderReport): Observation {
    this.logger.error(`The custodian says of order ${orderId}, which is ${status}, something impossible: ${report.status} with ${report.fills.length} fills.`);
    return { kind: 'lost' };
  }
}
