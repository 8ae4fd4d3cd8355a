import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { numericId } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Change, type Versioned } from '@sluice/persistence';
import { reviewed } from '../documents/requirement.js';
import type { LimitRefusal } from '../limits/counter.js';
import { LimitUsages } from '../limits/limit-usage.process.js';
import { usageFor } from '../limits/limit.js';
import { LimitsInForce } from '../limits/limits.repository.js';
import { isComparable } from '../names/likeness.js';
import { NameLists } from '../names/name-lists.js';
import { RulesInForce } from '../rules/rules.repository.js';
import { Cases } from './cases.repository.js';
import type { ComplianceCase, Finding, PendingScreening, ScreeningRequest } from './compliance-case.js';
import { decideByRules, isOpen, refer, refuse, stillHolds, unanswered, type ScreeningBasis } from './screening.js';

/** Whose withdrawal is screened. */
export interface Subject {
  readonly withdrawalId: string;
  readonly tenantId: string;
}

/** Takes a screening as far as it can go now: first the names, then the limits, then the rules. */
@Injectable()
export class Screenings {
  private readonly logger = new Logger('Screenings');

  constructor(
    private readonly cases: Cases,
    private readonly rules: RulesInForce,
    private readonly limits: LimitsInForce,
    private readonly lists: NameLists,
    private readonly settings: TenantSettings,
  ) {}

  begin(known: ComplianceCase, request: ScreeningRequest, subject: Subject): Promise<Change<ComplianceCase>> {
    return this.lookUpNames(known, { asked: request, step: 'names', finding: null, ruleVersion: '', failures: 0, goesOnAt: null }, subject);
  }

  async lookUpNames(known: ComplianceCase, pending: PendingScreening, subject: Subject): Promise<Change<ComplianceCase>> {
    const at = await this.settings.now(subject.tenantId);
    const finding = await this.findingOf(known, pending.asked, subject, at);
    if (finding === 'unanswered') return { state: { ...known, destinationId: pending.asked.destinationId, inquiry: unanswered(pending, at) } };
    const found: PendingScreening = { ...pending, finding };
    if (finding !== null && isOpen(finding)) return refer(known, found, await this.rules.inForce(subject.tenantId));
    return this.continueAfterNames(known, found, subject);
  }

  /** Money is committed in review: what a withdrawal counts against the limits is counted there, in steps of its own (`LimitUsages`). */
  async continueAfterNames(known: ComplianceCase, pending: PendingScreening, subject: Subject): Promise<Change<ComplianceCase>> {
    const basis = await this.basisFor(pending, subject);
    if (pending.finding?.decision?.decision === 'refuse') return refuse(known, basis, 'sanctions');
    const { asked } = pending;
    const reservation = asked.stage === 'in-review' ? usageFor({ ...asked, ...subject, at: basis.at }, await this.limits.inForce(subject.tenantId)) : null;
    if (reservation === null) return this.screenByRules(known, basis, subject);
    return { state: { ...known, destinationId: asked.destinationId, reservation, inquiry: { ...pending, step: 'limits', goesOnAt: basis.at } } };
  }

  async continueAfterLimits(known: ComplianceCase, pending: PendingScreening, refusal: LimitRefusal | null, subject: Subject): Promise<Change<ComplianceCase>> {
    const basis = await this.basisFor(pending, subject);
    if (refusal !== null) return refuse(known, basis, refusal);
    const reservation = known.reservation && { ...known.reservation, status: 'counted' as const };
    return this.screenByRules({ ...known, reservation }, basis, subject);
  }

  private async screenByRules(known: ComplianceCase, basis: ScreeningBasis, { withdrawalId, tenantId }: Subject): Promise<Change<ComplianceCase>> {
    const newOnesMatter = basis.settings.rules.newCounterparty;
    const knownDestination = !newOnesMatter || (await this.cases.isKnownDestination(basis.asked.destinationId, tenantId, withdrawalId));
    return decideByRules(known, basis, knownDestination, () => numericId('doc_req_'));
  }

  private async basisFor({ asked, finding }: PendingScreening, { tenantId }: Subject): Promise<ScreeningBasis> {
    return { asked, finding, settings: await this.rules.inForce(tenantId), at: await this.settings.now(tenantId) };
  }

  /** The version is read first: lists that change while they are searched are searched again in review. */
  private async findingOf(known: ComplianceCase, request: ScreeningRequest, { tenantId }: Subject, at: Date): Promise<Finding | null | 'unanswered'> {
    const names = [...new Set([...request.names, ...(request.labels ?? [])])];
    if (names.length === 0) return null;
    const incomparable = names.filter((name) => !isComparable(name));
    try {
      const listVersion = await this.lists.version(tenantId);
      const earlier = known.screenings.map(({ finding }) => finding).findLast((finding) => finding !== null);
      if (earlier && stillHolds(earlier, names, incomparable, listVersion)) return earlier;
      const hits = await this.lists.hitsFor(names, tenantId);
      return { names, listVersion, hits, incomparable, at, decision: null };
    } catch (error) {
      this.logger.warn(`The sanctions lists gave no answer for a case of ${tenantId}, the inquiry is repeated: ${error instanceof Error ? error.message : String(error)}`);
      return 'unanswered';
    }
  }
}

type Due = Versioned<ComplianceCase>;

/** What a case does when it is due, one thing at a time: the write makes the next one due. */
@Injectable()
export class CaseTimer implements OnModuleInit {
  constructor(
    private readonly cases: Cases,
    private readonly screenings: Screenings,
    private readonly reservations: LimitUsages,
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
    return state.inquiry && this.screenings.lookUpNames(state, state.inquiry, { withdrawalId: id, tenantId });
  }

  private async takeFromLimits(due: Due, cause: Cause): Promise<unknown> {
    const { id: withdrawalId, tenantId, state } = due;
    const { inquiry, reservation } = state;
    if (inquiry === null || reservation === null) throw new Error('A case that is counted against the limits must say how much.');
    const refusal = await this.reservations.take(reservation, withdrawalId, cause);
    return this.change(due, cause, () => this.screenings.continueAfterLimits(state, inquiry, refusal, { withdrawalId, tenantId }));
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
