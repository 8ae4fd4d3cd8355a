import { Injectable, Logger } from '@nestjs/common';
import { numericId } from '@sluice/kernel';
import { TenantSettings, type Change } from '@sluice/persistence';
import { Cases } from '../adapters/cases.store.js';
import { LimitsInForce } from '../adapters/limits-in-force.store.js';
import { RulesInForce } from '../adapters/rules-in-force.store.js';
import type { ComplianceCase } from '../cases/compliance-case.js';
import { isOpen, stillHolds, unanswered, type Asked, type Finding, type Inquiry } from '../cases/inquiry.js';
import { judge, refer, refuse, type Judged } from '../cases/screen-case.js';
import type { LimitRefusal } from '../limits/counter.js';
import { reservationFor } from '../limits/reservation.js';
import { isComparable } from '../names/spelling.js';
import { NameLists } from '../ports/name-lists.js';

/** Whose withdrawal is judged. */
export interface Subject {
  readonly withdrawalId: string;
  readonly tenantId: string;
}

/** Takes a judgement as far as it can go now: first the names, then the limits, then the rules. */
@Injectable()
export class Inquiries {
  private readonly logger = new Logger('Inquiries');

  constructor(
    private readonly cases: Cases,
    private readonly rules: RulesInForce,
    private readonly limits: LimitsInForce,
    private readonly lists: NameLists,
    private readonly settings: TenantSettings,
  ) {}

  begin(known: ComplianceCase, asked: Asked, subject: Subject): Promise<Change<ComplianceCase>> {
    return this.lookUpNames(known, { asked, step: 'names', finding: null, ruleVersion: '', failures: 0, goesOnAt: null }, subject);
  }

  async lookUpNames(known: ComplianceCase, inquiry: Inquiry, subject: Subject): Promise<Change<ComplianceCase>> {
    const at = await this.settings.now(subject.tenantId);
    const finding = await this.findingOf(known, inquiry.asked, subject, at);
    if (finding === 'unanswered') return { state: { ...known, destinationId: inquiry.asked.destinationId, inquiry: unanswered(inquiry, at) } };
    const found: Inquiry = { ...inquiry, finding };
    if (finding !== null && isOpen(finding)) return refer(known, found, await this.rules.ofTenant(subject.tenantId));
    return this.goOnPastNames(known, found, subject);
  }

  /** Money is committed in review: what a withdrawal takes from the limits is taken there, in steps of their own (`Reservations`). */
  async goOnPastNames(known: ComplianceCase, inquiry: Inquiry, subject: Subject): Promise<Change<ComplianceCase>> {
    const judged = await this.judgedOn(inquiry, subject);
    if (inquiry.finding?.decision?.decision === 'refuse') return refuse(known, judged, 'sanctions');
    const { asked } = inquiry;
    const reservation = asked.stage === 'in-review' ? reservationFor({ ...asked, ...subject, at: judged.at }, await this.limits.ofTenant(subject.tenantId)) : null;
    if (reservation === null) return this.judgeByRules(known, judged, subject);
    return { state: { ...known, destinationId: asked.destinationId, reservation, inquiry: { ...inquiry, step: 'limits', goesOnAt: judged.at } } };
  }

  async goOnPastLimits(known: ComplianceCase, inquiry: Inquiry, refusal: LimitRefusal | null, subject: Subject): Promise<Change<ComplianceCase>> {
    const judged = await this.judgedOn(inquiry, subject);
    if (refusal !== null) return refuse(known, judged, refusal);
    const reservation = known.reservation && { ...known.reservation, status: 'counted' as const };
    return this.judgeByRules({ ...known, reservation }, judged, subject);
  }

  private async judgeByRules(known: ComplianceCase, judged: Judged, { withdrawalId, tenantId }: Subject): Promise<Change<ComplianceCase>> {
    const looksForNewOnes = judged.settings.rules.newCounterparty;
    const knownDestination = !looksForNewOnes || (await this.cases.isKnownDestination(judged.asked.destinationId, tenantId, withdrawalId));
    return judge(known, judged, knownDestination, () => numericId('doc_req_'));
  }

  private async judgedOn({ asked, finding }: Inquiry, { tenantId }: Subject): Promise<Judged> {
    return { asked, finding, settings: await this.rules.ofTenant(tenantId), at: await this.settings.now(tenantId) };
  }

  /** The version is read first: lists that change while they are searched are searched again in review. */
  private async findingOf(known: ComplianceCase, asked: Asked, { tenantId }: Subject, at: Date): Promise<Finding | null | 'unanswered'> {
    const names = [...new Set([...asked.names, ...(asked.labels ?? [])])];
    if (names.length === 0) return null;
    const incomparable = names.filter((name) => !isComparable(name));
    try {
      const listVersion = await this.lists.version(tenantId);
      const earlier = known.screenings.map(({ finding }) => finding).findLast((finding) => finding !== null);
      if (earlier && stillHolds(earlier, names, incomparable, listVersion)) return earlier;
      const hits = await this.lists.hitsFor(names, tenantId);
      return { names, listVersion, hits, incomparable, at, decision: null };
    } catch (error) {
      this.logger.warn(`The sanctions lists gave no answer, and are asked again: ${error instanceof Error ? error.message : String(error)}`);
      return 'unanswered';
    }
  }
}
