import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { send } from '@sluice/contract-kit';
import { recordNotice } from '@sluice/contract-webhooks';
import { after } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { Deliveries } from '../adapters/deliveries.store.js';
import { Subscriptions } from '../adapters/subscriptions.store.js';
import { webhookDialects } from '../dialects/index.js';
import { WebhookTarget } from '../ports/webhook-target.js';
import { counted, noticeOf } from '../subscription/failing.js';
import type { Subscription } from '../subscription/subscription.js';
import { afterTry, leaseOfATry, type Delivery, type Try } from './delivery.js';
import { signatures } from './signature.js';
import { SigningSecrets } from './signing-secrets.js';

/** Tries at one endpoint at the same time; the others wait their turn, and other endpoints are not held up. */
const MOST_AT_ONE_ENDPOINT = 4;

/** Whom a try is made at, and what signs it. */
interface Addressee {
  readonly subscription: Versioned<Subscription>;
  readonly secrets: readonly string[];
}

const canBeTold = ({ state }: Versioned<Subscription>): boolean => state.active && state.deletedAt === undefined;

/** Sends what is due. The intent is stored before each try; a try whose process died is made again, under the same event id. */
@Injectable()
export class Dispatcher implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(Dispatcher.name);
  private readonly busy = new Map<string, number>();
  private readonly tries = new Set<Promise<void>>();

  constructor(
    private readonly timers: Timers,
    private readonly deliveries: Deliveries,
    private readonly subscriptions: Subscriptions,
    private readonly settings: TenantSettings,
    private readonly target: WebhookTarget,
    private readonly secrets: SigningSecrets,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.deliveries, (due, cause) => this.begin(due, cause));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.tries);
  }

  /** Stores the intent and lets the try run by itself, so that a slow endpoint holds up no timer. */
  private async begin(due: Versioned<Delivery>, cause: Cause): Promise<void> {
    const now = await this.settings.now(due.tenantId);
    const { subscriptionId } = due.state;
    const subscription = await this.subscriptions.find(subscriptionId);
    const secrets = subscription && canBeTold(subscription) ? await this.secrets.of(subscription) : [];
    if (!subscription || secrets.length === 0) {
      await this.deliveries.change(due.id, cause, (current) => current && { state: { ...current.state, status: 'dropped' }, dueAt: null });
      return;
    }
    const inFlight = this.busy.get(subscriptionId) ?? 0;
    const dueAt = inFlight >= MOST_AT_ONE_ENDPOINT ? after(now, '1s') : after(now, leaseOfATry);
    const status = inFlight >= MOST_AT_ONE_ENDPOINT ? 'waiting' : 'sending';
    const begun = await this.deliveries.change(due.id, cause, (current) => current && { state: { ...current.state, status }, dueAt });
    if (begun?.state.status === 'sending' && begun.version === due.version + 1) this.run(begun, { subscription, secrets }, cause);
  }

  private run(begun: Versioned<Delivery>, to: Addressee, cause: Cause): void {
    const { subscription } = to;
    this.busy.set(subscription.id, (this.busy.get(subscription.id) ?? 0) + 1);
    const running = this.tryOnce(begun, to, cause)
      .catch((error: Error) => this.logger.error(`What came of a try of ${begun.id} could not be stored: ${error.message}`))
      .finally(() => {
        this.busy.set(subscription.id, (this.busy.get(subscription.id) ?? 1) - 1);
        this.tries.delete(running);
      });
    this.tries.add(running);
  }

  private async tryOnce(begun: Versioned<Delivery>, to: Addressee, { timer: _, ...cause }: Cause): Promise<void> {
    const tried = await this.send(begun, to);
    const isFinal = webhookDialects[begun.state.dialect].isFinal(tried.status ?? 0);
    const now = await this.settings.now(begun.tenantId);
    await this.deliveries.change(begun.id, cause, (current) => {
      if (current?.version !== begun.version) return null;
      const next = afterTry(current.state, tried, isFinal, now);
      return { state: next.delivery, dueAt: next.dueAt };
    });
    await this.count(to.subscription.id, tried, now, cause);
  }

  private async send({ state }: Versioned<Delivery>, { subscription, secrets }: Addressee): Promise<Try> {
    const at = new Date();
    const signed = signatures[state.dialect]({ body: state.body, at: Math.floor(at.getTime() / 1000), secrets });
    const own = webhookDialects[state.dialect].headers(state);
    return this.target.post({ url: subscription.state.url, body: state.body, headers: { ...own, [signed.header]: signed.value } }, at);
  }

  /** An endpoint that nothing but failures come of is disabled, and the notice to operators is written with that: neither is without the other. */
  private async count(id: string, tried: Try, now: Date, cause: Cause): Promise<void> {
    await this.subscriptions.change(id, { ...cause, withdrawalId: undefined }, (current) => {
      const state = current && counted(current.state, tried, now);
      if (!state || state.disablings === current.state.disablings) return state && { state };
      this.logger.error({ subscriptionId: id, tenantId: current.tenantId }, 'an endpoint was disabled: nothing but failures');
      return { state, send: [send(recordNotice, noticeOf(id, state, tried))] };
    });
  }
}
