import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { ApprovalQueue } from './approval-queue.js';
import { ChainLegs } from './adapters/chain-legs.store.js';
import { hasEnded, type ChainLeg } from './chain-leg/chain-leg.js';
import { withdrawn } from './chain-leg/ends.js';
import { expired, heardFromSigner, isExpired } from './chain-leg/signing-steps.js';
import { looking } from './chain-leg/waiting.js';
import { quietly } from './chain-leg/telling.js';
import { LegSending } from './leg-sending.js';
import { LegSigning } from './leg-signing.js';

/** Does what is due about legs that are paid on a chain. Nothing is asked for or sent that was not first stored as an intent. */
@Injectable()
export class ChainDispatcher implements OnModuleInit {
  private readonly logger = new Logger(ChainDispatcher.name);

  constructor(
    private readonly timers: Timers,
    private readonly legs: ChainLegs,
    private readonly settings: TenantSettings,
    private readonly line: ApprovalQueue,
    private readonly signing: LegSigning,
    private readonly sending: LegSending,
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
      this.logger.warn(`The leg ${due.id}, ${due.state.status}, could not be carried on: ${String(error)}`);
      await this.legs.step(due.id, (leg) => quietly(looking(leg, hasEnded(leg) ? 'line' : 'signer', now)), timer);
    }
  }

  private async actOn(due: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<unknown> {
    const { id, state } = due;
    if (['asking', 'awaiting', 'signed'].includes(state.status) && isExpired(state, now)) return this.legs.step(id, (leg) => expired(leg, now), timer);
    switch (state.status) {
      case 'queued': return this.line.look(due, now, timer);
      case 'planned': return this.signing.plan(due, now, timer);
      case 'asking': case 'awaiting': return this.askSigner(due, now, timer);
      case 'signed': return this.sending.begin(due, now, timer);
      case 'ordered': case 'broadcast': case 'confirming': return this.sending.carryOn(due, now, timer);
      case 'unsettled': return this.sending.settle(due, now, timer);
      case 'delivered': case 'failed': case 'cancelled': return this.tidyUp(due, now, timer);
    }
  }

  private async askSigner(due: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    const report = await this.signing.ask(due);
    await this.legs.step(due.id, (leg) => heardFromSigner(leg, report, now), timer);
  }

  private async tidyUp(due: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    if (!due.state.isToBeWithdrawn) return this.line.leave(due, now, timer);
    const isVoid = await this.signing.withdraw(due);
    await this.legs.step(due.id, (leg) => withdrawn(leg, isVoid, now), timer);
  }
}
