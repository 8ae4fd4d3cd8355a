import { startTestService, type TestService, type TestServiceOptions } from '@sluice/builders';
import type { RequestOf, ReplyOf, RequestContract } from '@sluice/contract-kit';
import { listDeliveries, listSubscriptions, readLog, recordChange, subscribe, type DeliveryView, type SubscriptionView } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { TenantSettings } from '@sluice/persistence';
import { EventLog } from '../src/event-log/event-log.js';
import { WebhooksModule } from '../src/webhooks.module.js';
import type { Sink } from './sink.js';

type Dialect = RequestOf<typeof subscribe>['dialect'];

export interface Step {
  readonly phase: string;
  readonly hold?: string;
  readonly view?: Record<string, unknown>;
}

/** When tests begin on their tenant's clock: half an hour before the changes that they make. */
const BEGIN_MS = Date.UTC(2026, 0, 15, 10);

/** Sets a tenant's clock so far behind the beginning. */
export const setClock = (service: TestService, tenantId: string, revision: number, passedMs: number): Promise<void> =>
  service.app.get(TenantSettings).apply(tenantId, { revision, clockOffsetMs: BEGIN_MS - Date.now() + passedMs, pace: 'instant' });

/** The service with what tests do to it, each for a tenant of its own. */
export class WebhooksWorld {
  tenantId = '';
  private revision = 0;

  private constructor(readonly service: TestService, private readonly dialect: Dialect) {}

  static async start(dialect: Dialect, options: Pick<TestServiceOptions, 'mongodbUri' | 'overrides'> = {}): Promise<WebhooksWorld> {
    return new WebhooksWorld(await startTestService({ module: WebhooksModule, service: 'webhooks', ...options }), dialect);
  }

  async newTenant(): Promise<void> {
    this.tenantId = `t-${newId()}`;
    await this.pass(0);
  }

  ask<C extends RequestContract>(contract: C, body: object): Promise<ReplyOf<C>> {
    return this.service.requests.request(contract, body as never, { tenantId: this.tenantId });
  }

  subscribe(sink: Sink, events: readonly string[], secret?: string, id = `s-${newId()}`): Promise<ReplyOf<typeof subscribe>> {
    return this.ask(subscribe, { id, dialect: this.dialect, url: sink.url, events, secret });
  }

  /** A withdrawal that goes through these steps. @returns its id */
  async changes(steps: readonly Step[], dialectId = `d-${newId()}`): Promise<string> {
    const withdrawalId = newId();
    for (const [index, { phase, hold = 'none', view }] of steps.entries()) {
      await this.service.publish(recordChange, {
        withdrawalId, dialect: this.dialect, dialectId, sequence: index + 1, phase, hold, view, amount: { currency: 'USDC', units: '65000000000' }, at: `2026-01-15T10:30:0${index}.000Z`,
      }, { tenantId: this.tenantId, withdrawalId });
    }
    return withdrawalId;
  }

  async deliveries(): Promise<DeliveryView[]> {
    return (await this.ask(listDeliveries, { limit: 200 })).deliveries;
  }

  /** Resolves once the subscriptions, oldest first, are so. */
  async subscriptionsOnce(are: (subscriptions: readonly SubscriptionView[]) => boolean): Promise<void> {
    for (const deadline = Date.now() + 60_000; ; ) {
      const { subscriptions } = await this.ask(listSubscriptions, { dialect: this.dialect });
      if (are(subscriptions)) return;
      if (Date.now() > deadline) throw new Error(JSON.stringify(subscriptions));
    }
  }

  /** Resolves once so many entries are in the tenant's log, and have become deliveries for whoever could be reached. */
  async workedThrough(entries: number): Promise<void> {
    for (const deadline = Date.now() + 60_000; ; ) {
      const logged = (await this.ask(readLog, { limit: 200 })).entries;
      if (logged.length >= entries) break;
      if (Date.now() > deadline) throw new Error(`Only ${logged.length} of ${entries} are in the log.`);
    }
    // A repeated command is recorded only after the batch that it is in, or the one before it, was followed.
    const log = this.service.app.get(EventLog);
    for (const entry of await log.page({ tenantId: this.tenantId, after: 0, limit: 200 })) await log.record(entry);
  }

  /** Resolves once the deliveries are so. */
  async deliveriesOnce(are: (deliveries: readonly DeliveryView[]) => boolean): Promise<DeliveryView[]> {
    for (const deadline = Date.now() + 60_000; ; ) {
      const deliveries = await this.deliveries();
      if (are(deliveries)) return deliveries;
      if (Date.now() > deadline) throw new Error(JSON.stringify(deliveries, null, 1));
    }
  }

  /** Sets the tenant's clock this far behind its beginning. */
  pass(passedMs: number): Promise<void> {
    return setClock(this.service, this.tenantId, (this.revision += 1), passedMs);
  }
}
