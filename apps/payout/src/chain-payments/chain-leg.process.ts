import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Transactions, type TransactionObservation } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { PauseGuard } from '../pauses/pauses.repository.js';
import { legKeyOf, OWNER } from '../providers/usdc.js';
import { ApprovalQueue } from './approval-queue.js';
import { hasEnded, heldBack, isAboutToBegin, recheckedLater, withoutEvent, type ChainLeg } from './chain-leg.js';
import { LegSending } from './chain-leg.sending.js';
import { LegSigning } from './chain-leg.signing.js';
import { afterSigningReport, afterTransactionEvent, expired, isExpired, requestWithdrawn } from './chain-leg.transitions.js';
import { ChainLegs } from './chain-legs.repository.js';

/** Does what is due about legs that are paid on a chain. Nothing is requested or sent that was not first stored as an intent. */
@Injectable()
export class ChainLegProcess implements OnModuleInit {
  private readonly logger = new Logger(ChainLegProcess.name);

  constructor(
    private readonly timers: Timers,
    private readonly legs: ChainLegs,
    private readonly settings: TenantSettings,
    private readonly queue: ApprovalQueue,
    private readonly signing: LegSigning,
    private readonly sending: LegSending,
    private readonly pauses: PauseGuard,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.legs, (due, cause) => this.act(due, cause));
  }

  /** A call that fails is made again after a while; that it failed is in the log. */
  private async act(due: Versioned<ChainLeg>, { timer }: Cause): Promise<void> {
    const now = await this.settings.now(due.tenantId);
    try {
      await this.actOn(due, now, timer);
    } catch (error) {
      this.logger.warn(`The leg ${due.id}, ${due.state.status}, could not be continued: ${String(error)}`);
      await this.legs.step(due.id, (leg) => withoutEvent(recheckedLater(leg, hasEnded(leg) ? 'queue' : 'signer', now)), timer);
    }
  }

  private async actOn(due: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<unknown> {
    const { id, state } = due;
    if (isExpired(state, now)) return this.legs.step(id, (leg) => expired(leg, now), timer);
    if (isAboutToBegin(state) && (await this.isPaused(due))) return this.legs.step(id, (leg) => heldBack(leg, now), timer);
    switch (state.status) {
      case 'queued': return this.queue.recheck(due, now, timer);
      case 'planned': return this.signing.plan(due, now, timer);
      case 'asking': case 'awaiting': return this.requestSignature(due, now, timer);
      case 'signed': return this.sending.begin(due, now, timer);
      case 'ordered': case 'broadcast': case 'confirming': return this.sending.continue(due, now, timer);
      case 'unsettled': return this.sending.settle(due, now, timer);
      case 'delivered': case 'failed': case 'cancelled': return this.cleanUp(due, now, timer);
    }
  }

  private isPaused({ tenantId, state: { payment } }: Versioned<ChainLeg>): Promise<boolean> {
    return payment === undefined ? Promise.resolve(false) : this.pauses.stops(tenantId, { rail: payment.chain, provider: 'chain' });
  }

  private async requestSignature(due: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    const report = await this.signing.request(due);
    await this.legs.step(due.id, (leg) => afterSigningReport(leg, report, now), timer);
  }

  private async cleanUp(due: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    if (!due.state.isToBeWithdrawn) return this.queue.leave(due, now, timer);
    const isVoid = await this.signing.withdraw(due);
    await this.legs.step(due.id, (leg) => requestWithdrawn(leg, isVoid, now), timer);
  }
}

/** Steps that one event may take: a payment is confirming before it is delivered. */
const MOST_STEPS = 3;

/** Records the events of the legs' transactions. */
@Injectable()
export class TransactionEvents implements OnModuleInit {
  private readonly logger = new Logger(TransactionEvents.name);

  constructor(private readonly transactions: Transactions, private readonly legs: ChainLegs, private readonly settings: TenantSettings) {}

  onModuleInit(): void {
    this.transactions.watch(OWNER, (event, cause) => this.record(event, cause));
  }

  private async record(event: TransactionObservation, { tenantId }: Cause): Promise<void> {
    const now = await this.settings.now(tenantId);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const changed = await this.legs.step(legKeyOf(event.key), (leg) => afterTransactionEvent(leg, event, now));
      if (changed?.state.goneFor !== undefined) this.logger.error(`The leg ${changed.id} was delivered, is gone from its chain and cannot be sent again: ${changed.state.goneFor}.`);
      if (changed === null || (event.kind !== 'confirmed' && event.kind !== 'final')) return;
    }
  }
}
