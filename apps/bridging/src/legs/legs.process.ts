import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { isDue } from '@sluice/providers';
import { BridgingConfig } from '../bridging.config.js';
import { CctpBridge, type LegTransfer } from '../providers/cctp.http.js';
import { legAfter, legKeyOf, type Leg } from './leg.js';
import { answerCause, Legs } from './legs.repository.js';
import { actionFor, stepOf, type Observation, type Step, type Transfer } from './transfer.js';

/** Does what is due for transfers, and records what is observed of them. A step is stored as the intent before it is ordered. */
@Injectable()
export class LegProcess implements OnModuleInit {
  private readonly logger = new Logger(LegProcess.name);

  constructor(
    private readonly timers: Timers,
    private readonly legs: Legs,
    private readonly settings: TenantSettings,
    private readonly bridge: CctpBridge,
    private readonly config: BridgingConfig,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.legs, (due, cause) => this.act(due, cause));
    this.bridge.watch(async ({ legKey, transferId }, observation) => {
      const leg = await this.legs.find(legKey);
      if (leg) await this.record(leg, transferId, observation);
    });
  }

  /** Transfers do not wait for each other; one that fails is tried again. */
  private async act(leg: Versioned<Leg>, cause: Cause): Promise<void> {
    const now = await this.settings.now(leg.tenantId);
    const due = leg.state.transfers.filter((transfer) => isDue(transfer, now));
    const results = await Promise.allSettled(due.map((transfer) => this.handle(leg, transfer, now, cause)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private async handle(leg: Versioned<Leg>, transfer: Transfer, now: Date, { timer: _, ...cause }: Cause): Promise<void> {
    const { walletId, toChain } = leg.state;
    const observation = await this.observe({ legKey: legKeyOf(leg.state), walletId, toChain, transfer, tenantId: leg.tenantId }, now, cause);
    if (observation) await this.record(leg, transfer.id, observation);
  }

  private async observe(legTransfer: LegTransfer, now: Date, cause: Cause): Promise<Observation | null> {
    const { transfer } = legTransfer;
    switch (actionFor(transfer, now, this.config.reattestAfterMs)) {
      case 'begin': return this.begin(legTransfer);
      case 'pull': return this.ordered(transfer, 'pull', this.bridge.orderPull(legTransfer, cause));
      case 'burn': return this.burn(legTransfer, cause);
      case 'inquire': return this.bridge.inquireAttestation(legTransfer);
      case 'reattest': return this.reattest(legTransfer);
      case 'mint': return this.ordered(transfer, 'mint', this.bridge.orderMint(legTransfer, cause));
      case 'find-mint': return this.findMint(legTransfer);
      case 'return': return this.ordered(transfer, 'return', this.bridge.orderReturn(legTransfer, cause));
      case null: return null;
    }
  }

  private async begin(legTransfer: LegTransfer): Promise<Observation> {
    const fee = await this.bridge.feeOf(legTransfer);
    return fee === null ? { kind: 'impossible' } : { kind: 'begun', fee };
  }

  private async ordered({ attempt }: Transfer, step: Step, ordering: Promise<void>): Promise<Observation> {
    await ordering;
    return { kind: 'ordered', step, attempt };
  }

  private async burn(legTransfer: LegTransfer, cause: Cause): Promise<Observation> {
    const outcome = await this.bridge.orderBurn(legTransfer, cause);
    if (outcome === 'ordered') return { kind: 'ordered', step: 'burn', attempt: legTransfer.transfer.attempt };
    return outcome === 'delayed' ? { kind: 'delayed', step: 'burn' } : outcome;
  }

  private async reattest(legTransfer: LegTransfer): Promise<Observation> {
    this.logger.error(`The attestation of ${legTransfer.transfer.burnHash ?? ''} is stuck or has expired; a new one is requested.`);
    await this.bridge.reattest(legTransfer);
    return { kind: 'reattested' };
  }

  private async findMint(legTransfer: LegTransfer): Promise<Observation> {
    const { transfer, legKey } = legTransfer;
    const hash = await this.bridge.findMint(legTransfer);
    if (hash !== null) return { kind: 'found-minted', hash };
    this.logger.error(`The mint of ${transfer.id} of ${legKey} had no effect: ${transfer.trouble ?? ''}.`);
    return { kind: 'not-minted' };
  }

  private async record({ id, tenantId, state }: Versioned<Leg>, transferId: string, observation: Observation): Promise<void> {
    const now = await this.settings.now(tenantId);
    await this.legs.change(id, answerCause(state, tenantId), (current) => {
      const change = current && legAfter(current.state, transferId, observation, now);
      this.alarmIfLost(current?.state, change?.state, transferId);
      return change;
    });
  }

  /** What was burned and cannot be minted is on no chain: an operator has to look into it. */
  private alarmIfLost(before: Leg | undefined, after: Leg | undefined, transferId: string): void {
    const next = after?.transfers.find(({ id }) => id === transferId);
    if (next === undefined || next.status === before?.transfers.find(({ id }) => id === transferId)?.status) return;
    if (next.status === 'failed' && next.burnHash !== undefined) this.logger.error(`${next.amount} units burned in ${next.burnHash} could not be minted: ${next.trouble ?? ''}.`);
    if (next.status === 'returning' && next.reason !== undefined) this.logger.error(`The ${stepOf(next) ?? ''} of ${next.amount} units to the wallet begins: they could not be burned.`);
  }
}
