import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Money, newId } from '@sluice/kernel';
import { startSimulators, type Simulators } from '@sluice/simulators';
import { CustodianClient, HttpCustodian } from '../src/providers/custodian.http.js';
import { nextSales, type SellableHolding } from '../src/cash-raising/sale-planning.js';
import { allObserved, begin, dueAtOf, hasEnded, intendedOrder, proceedsOf, stoppedOrder, type PlannedSale, type SaleOrder } from '../src/cash-raising/sale-order.js';
import { SaleOrderProcess } from '../src/cash-raising/sale-orders.process.js';

const isin = 'GB00B3X7QG63';
let journalFolder: string;
let simulators: Simulators;
let custodian: HttpCustodian;
let seller: TestSeller;

beforeAll(async () => {
  Logger.overrideLogger(false);
  journalFolder = mkdtempSync(join(tmpdir(), 'selling-'));
  simulators = await startSimulators({ port: 0, journalFolder, callbackSecret: 'a secret of the bank and its client' });
});
afterAll(async () => {
  await simulators.stop();
  rmSync(journalFolder, { recursive: true });
});
beforeEach(async () => {
  custodian = new HttpCustodian(new CustodianClient({ custodianUrl: simulators.url, custodianTimeoutMs: 1_500, sampleDays: 400 }));
  seller = new TestSeller();
  await seller.setPrice('10');
});

/** The orders of one raise, kept as a portfolio would keep them, for a tenant of its own. */
class TestSeller {
  readonly tenantId = newId();
  readonly withdrawalId = newId();
  readonly selling = new SaleOrderProcess(custodian);
  orders: SaleOrder[] = [];
  private clockOffsetMs = 0;

  now = (): Date => new Date(Date.now() + this.clockOffsetMs);

  plan(...sales: readonly PlannedSale[]): void {
    this.orders = [...this.orders, ...sales.map((sale) => intendedOrder(this.withdrawalId, sale, this.orders, this.now()))];
  }

  /** Does what is due once; what is learnt is forgotten when the process dies before it is stored. */
  async act({ dies = false } = {}): Promise<void> {
    const { orders, tasks } = begin(this.orders, this.now(), this.selling.leaseMs);
    this.orders = orders;
    const observations = await this.selling.carryOut({ tenantId: this.tenantId, portfolioId: 'prt-a' }, tasks);
    if (!dies) this.orders = allObserved(this.orders, observations, this.now());
  }

  /** Looks at the orders whenever they are due until they are so; the test's own deadline ends what never is. */
  async until(holds: (orders: readonly SaleOrder[]) => boolean): Promise<void> {
    while (!holds(this.orders)) {
      await pause(Math.max(0, Math.min((dueAtOf(this.orders) ?? this.now()).getTime() - this.now().getTime(), 100)));
      await this.act();
    }
  }

  get proceeds(): bigint[] {
    return this.orders.map(proceedsOf);
  }

  setPrice = (price: string) => this.control('PUT', '/prices', { isin, price, currency: 'GBP' });
  fault = (mode: string, more: object = {}) => this.control('POST', '/faults', { id: newId(), port: 'custodian', mode, ...more });

  async setClock(pace: 'instant' | 'clock', now: Date): Promise<void> {
    this.clockOffsetMs = now.getTime() - Date.now();
    await this.control('PUT', '', { pace, clockOffsetMs: this.clockOffsetMs });
  }

  async journal(): Promise<{ status: string; proceeds: { units: string } }[]> {
    const response = await fetch(`${simulators.url}/custodian/journal?tenantId=${this.tenantId}`);
    return ((await response.json()) as { orders: { status: string; proceeds: { units: string } }[] }).orders;
  }

  private async control(method: string, path: string, body: object): Promise<void> {
    const response = await fetch(`${simulators.url}/control/tenants/${this.tenantId}${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect(response.ok).toBe(true);
  }
}

const sale = (quantity: string): PlannedSale => ({ isin, quantity, currency: 'GBP', referencePrice: '10' });
const allEnded = (orders: readonly SaleOrder[]): boolean => orders.every(hasEnded);
const holding = (quantity: string, more: Partial<SellableHolding> = {}): SellableHolding => ({ isin, quantity, price: '10', currency: 'GBP', ...more });

describe('an order to sell', () => {
  it('is filled in parts, settled, and brings what the custodian says', async () => {
    seller.plan(sale('11.5'));
    await seller.until(allEnded);
    expect(seller.orders).toMatchObject([{ status: 'settled', fills: [{ quantity: '6' }, { quantity: '5.5' }] }]);
    expect(await seller.journal()).toMatchObject([{ status: 'filled', proceeds: { units: String(seller.proceeds[0]) } }]);
  });

  it('is paid for two London business days later, and rechecked just then', async () => {
    await seller.setClock('clock', new Date('2026-12-24T10:00:00.000Z'));
    seller.plan(sale('2'));
    await seller.until(([order]) => order?.status === 'filled');
    expect(seller.orders[0]?.fills.map(({ settlesAt }) => settlesAt)).toEqual(['2026-12-30T17:00:00.000Z', '2026-12-30T17:00:00.000Z']);
    await seller.setClock('clock', new Date('2026-12-30T17:00:00.000Z'));
    await seller.act();
    expect(seller.orders).toMatchObject([{ status: 'settled' }]);
  });

  it('of an instrument that the custodian does not sell is rejected', async () => {
    seller.plan({ ...sale('2'), isin: 'US0378331005' });
    await seller.until(allEnded);
    expect(seller.orders).toMatchObject([{ status: 'rejected', rejectedReason: 'unknown_instrument' }]);
  });

  it('that is stopped sells nothing more, and what it sold is paid for', async () => {
    seller.plan(sale('2'), { ...sale('4'), isin: 'US0378331005' });
    await seller.act();
    seller.orders = seller.orders.map((order) => stoppedOrder(order, seller.now()));
    await seller.until(allEnded);
    expect(seller.orders.map(({ status }) => status)).toEqual([expect.stringMatching(/settled|cancelled/), 'rejected']);
    expect((await seller.journal())[0]?.proceeds.units).toBe(String(seller.proceeds[0]));
  });
});

describe('a custodian with the fault', () => {
  it.each<[string, object]>([['fail', { count: 2 }], ['fail_after_success', {}], ['silent', { count: 1 }], ['slow', { delayMs: 2_500, count: 1 }], ['duplicate', {}]])(
    '%s takes an order once, and it settles', async (mode, more) => {
      await seller.fault(mode, more);
      seller.plan(sale('10'));
      await seller.until(allEnded);
      expect(seller.orders).toMatchObject([{ status: 'settled' }]);
      expect(seller.proceeds).toEqual([10_000n]);
      expect(await seller.journal()).toMatchObject([{ status: 'filled', proceeds: { units: '10000' } }]);
    },
  );

  it('reject sells nothing, and says why', async () => {
    await seller.fault('reject', { code: 'halted' });
    seller.plan(sale('10'));
    await seller.until(allEnded);
    expect(seller.orders).toMatchObject([{ status: 'rejected', rejectedReason: 'halted', fills: [] }]);
    expect(await seller.journal()).toEqual([]);
  });

  it('slow takes nothing of an order that was stopped meanwhile', async () => {
    await seller.fault('slow', { delayMs: 6_000, count: 1 });
    seller.plan(sale('10'));
    await seller.act();
    expect(seller.orders).toMatchObject([{ status: 'unknown' }]);
    seller.orders = seller.orders.map((order) => stoppedOrder(order, seller.now()));
    await seller.until(allEnded);
    expect(seller.orders).toMatchObject([{ status: 'cancelled', fills: [] }]);
    const { orderId: key, quantity, currency } = seller.orders[0]!;
    expect(await custodian.sell({ key, tenantId: seller.tenantId, portfolioId: 'prt-a', isin, quantity, currency })).toMatchObject({ status: 'cancelled', fills: [] });
    expect(await seller.journal()).toEqual([]);
  });

  it('expire cuts an order short, and the rest is offered again', async () => {
    await seller.fault('expire', { count: 1 });
    seller.plan(sale('10'));
    await seller.until(allEnded);
    expect(seller.orders).toMatchObject([{ status: 'cancelled', fills: [{ quantity: '5' }] }]);
    const next = nextSales({ needed: Money.parse('100', 'GBP'), orders: seller.orders, holdings: [holding('20')] });
    expect(next).toEqual({ orders: [sale('5')] });
  });
});

describe('a process that dies', () => {
  it('before it noted the answer leaves an order that is inquired about, and taken once', async () => {
    seller.plan(sale('10'));
    await seller.act({ dies: true });
    expect(seller.orders).toMatchObject([{ status: 'placing' }]);
    await seller.until(allEnded);
    expect(seller.orders).toMatchObject([{ status: 'settled' }]);
    expect(await seller.journal()).toHaveLength(1);
  });
});

describe('a cash raising whose price fell', () => {
  it('sells more until it is enough', async () => {
    const needed = Money.parse('100', 'GBP');
    let holdings = [holding('20')];
    await seller.setPrice('7.5');
    for (let next = nextSales({ needed, orders: [], holdings }); next !== 'enough'; next = nextSales({ needed, orders: seller.orders, holdings })) {
      expect(next).not.toBe('exhausted');
      if (typeof next === 'object') seller.plan(...next.orders);
      await seller.until(allEnded);
      holdings = await seller.selling.priced(seller.tenantId, [holding(String(20 - seller.orders.flatMap(({ fills }) => fills).reduce((sum, { quantity }) => sum + Number(quantity), 0)))]);
    }
    expect(seller.orders.map(({ quantity, referencePrice }) => [quantity, referencePrice])).toEqual([['10', '10'], ['4', '7.5']]);
    expect((await seller.journal()).map(({ proceeds }) => proceeds.units)).toEqual(['7500', '3000']);
  });
});

describe('prices and rates', () => {
  it("are the custodian's where it has them, and the last known ones elsewhere", async () => {
    await seller.setPrice('9.75');
    const elsewhere = [holding('1', { isin: 'US0378331005', price: '3' }), holding('1', { currency: 'USD' })];
    expect(await seller.selling.priced(seller.tenantId, [holding('1'), ...elsewhere])).toEqual([holding('1', { price: '9.75' }), ...elsewhere]);
  });

  it('are what one unit of the base is', async () => {
    expect(await custodian.rates('USD')).toEqual({ GBP: '0.78125', EUR: '0.90625', USD: '1' });
  });
});
