import { Injectable, type OnModuleInit } from '@nestjs/common';
import { numericId } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Change, type Versioned } from '@sluice/persistence';
import { Cases } from '../adapters/cases.store.js';
import type { ComplianceCase } from '../cases/compliance-case.js';
import { reviewed } from '../cases/review-document.js';
import { Inquiries } from './inquiries.js';
import { Reservations } from './reservations.js';

type Due = Versioned<ComplianceCase>;

/** What a case does by itself when its time has come, one thing at a time: the write makes the next one due. */
@Injectable()
export class CaseTimer implements OnModuleInit {
  constructor(
    private readonly cases: Cases,
    private readonly inquiries: Inquiries,
    private readonly reservations: Reservations,
    private readonly settings: TenantSettings,
    private readonly timers: Timers,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.cases, (due, cause) => this.fire(due, { ...cause, withdrawalId: due.id }));
  }

  private async fire(due: Due, cause: Cause): Promise<unknown> {
    if (due.state.inquiry?.step === 'names') return this.change(due, cause, () => this.lookUpNames(due));
    if (due.state.inquiry?.step === 'limits') return this.takeFromLimits(due, cause);
    if (due.state.reservation?.status === 'giving-back') return this.giveBackToLimits(due, cause);
    const at = await this.settings.now(due.tenantId);
    return this.change(due, cause, () => this.acceptDocument(due, at));
  }

  private lookUpNames({ id, tenantId, state }: Due): Promise<Change<ComplianceCase>> | null {
    return state.inquiry && this.inquiries.lookUpNames(state, state.inquiry, { withdrawalId: id, tenantId });
  }

  private async takeFromLimits(due: Due, cause: Cause): Promise<unknown> {
    const { id: withdrawalId, tenantId, state } = due;
    const { inquiry, reservation } = state;
    if (inquiry === null || reservation === null) throw new Error('A case cannot take from the limits without saying what.');
    const refusal = await this.reservations.take(reservation, withdrawalId, cause);
    return this.change(due, cause, () => this.inquiries.goOnPastLimits(state, inquiry, refusal, { withdrawalId, tenantId }));
  }

  private async giveBackToLimits(due: Due, cause: Cause): Promise<unknown> {
    const { reservation } = due.state;
    if (reservation === null) return null;
    await this.reservations.giveBack(reservation, due.id, cause);
    return this.change(due, cause, () => ({ state: { ...due.state, reservation: { ...reservation, status: 'given-back' } } }));
  }

  /** The sandbox's reviewer, by the same code as a person's decision. */
  private acceptDocument({ id, state }: Due, at: Date): Change<ComplianceCase> | null {
    const document = state.requirements.find(({ status, reviewDueAt }) => status === 'UPLOADED' && reviewDueAt !== null && reviewDueAt <= at);
    return document ? reviewed(state, { requirementId: document.id, decision: 'accept', at }, id, () => numericId('doc_req_')) : null;
  }

  /** A timer's change is made to the version it fired for, or not at all: what `due` shows is what is changed. */
  private change({ id }: Due, cause: Cause, decide: () => Change<ComplianceCase> | null | Promise<Change<ComplianceCase>>): Promise<unknown> {
    return this.cases.change(id, cause, () => decide());
  }
}
