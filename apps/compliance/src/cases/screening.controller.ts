import { Controller } from '@nestjs/common';
import { cancelScreening, closeCase, decideReferral, listReferrals, screen } from '@sluice/contract-compliance';
import type { BodyOf, Envelope, ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnMessage, OnRequest, Park, type RequestMessage, withdrawalOf } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { Cases } from './cases.repository.js';
import { closed, emptyCase, type ComplianceCase, type Payment, type ScreeningRequest } from './compliance-case.js';
import { Screenings } from './screening.process.js';
import { cancelled, decidedReferral, earlierScreening } from './screening.js';

type Referral = ReplyOf<typeof listReferrals>['referrals'][number];

/** Screening a withdrawal, from the first stage to the end of its case. */
@Controller()
export class ScreeningController {
  constructor(
    private readonly cases: Cases,
    private readonly screenings: Screenings,
    private readonly settings: TenantSettings,
  ) {}

  @OnMessage(screen)
  async screen(message: Envelope<BodyOf<typeof screen>>): Promise<void> {
    const withdrawalId = withdrawalOf(message);
    await this.cases.change(withdrawalId, message, async (current) => {
      const known = caseFor(message, current);
      const found = earlierScreening(known, message.body.stage, paymentOf(message.body));
      if (found !== undefined) return found;
      if (known.inquiry !== null) throw new Park(`${message.type} while another stage is being screened`);
      return this.screenings.begin(known, await this.requestOf(message), { withdrawalId, tenantId: message.tenantId });
    }, { isProbablyNew: message.body.stage === 'up-front' });
  }

  @OnMessage(cancelScreening)
  async cancel(message: Envelope<BodyOf<typeof cancelScreening>>): Promise<void> {
    await this.cases.change(withdrawalOf(message), message, (current) => cancelled(caseFor(message, current), message.body));
  }

  @OnMessage(closeCase)
  async close(message: Envelope): Promise<void> {
    await this.cases.change(withdrawalOf(message), message, (current) => closed(caseFor(message, current)));
  }

  @OnRequest(decideReferral)
  async decideReferral(request: RequestMessage<typeof decideReferral>): Promise<ReplyOf<typeof decideReferral>> {
    const { tenantId, body } = request;
    const { withdrawalId } = body;
    const at = await this.settings.now(tenantId);
    await this.cases.change(withdrawalId, { ...request, withdrawalId }, (current) => {
      if (current?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such withdrawal.');
      const decided = decidedReferral(current.state, { ...body, at });
      return decided && this.screenings.continueAfterNames(current.state, decided, { withdrawalId, tenantId });
    });
    return body;
  }

  @OnRequest(listReferrals)
  async listReferrals({ tenantId }: RequestMessage<typeof listReferrals>): Promise<ReplyOf<typeof listReferrals>> {
    const referrals = (await this.cases.referredOf(tenantId)).flatMap(referralOf);
    return { referrals: referrals.toSorted((a, b) => a.referredAt.localeCompare(b.referredAt)) };
  }

  private async requestOf({ type, tenantId, replyTo, body }: Envelope<BodyOf<typeof screen>>): Promise<ScreeningRequest> {
    if (replyTo === undefined) throw new Park(`${type} has no reply address`);
    const { stage, dialect, accountId, destinationId, amount, purpose, paysAt, names = [], labels = [] } = body;
    const time = paysAt === undefined ? {} : { paysAt: new Date(paysAt) };
    const payment = paymentOf(body);
    return {
      stage, dialect, accountId, destinationId, amount, purpose, ...time, names: [...names, ...labels], ...(payment && { payments: [payment] }),
      replyTo, at: await this.settings.now(tenantId),
    };
  }
}

/** The case as the sender may see it: a tenant's command never touches another's. */
function caseFor({ type, tenantId }: Envelope, current: Versioned<ComplianceCase> | null): ComplianceCase {
  if (current && current.tenantId !== tenantId) throw new Park(`${type} for another tenant's withdrawal`);
  return current?.state ?? emptyCase;
}

const paymentOf = ({ legId, attempt }: BodyOf<typeof screen>): Payment | undefined => (legId === undefined || attempt === undefined ? undefined : { legId, attempt });

function referralOf({ id: withdrawalId, state: { inquiry } }: Versioned<ComplianceCase>): Referral[] {
  if (inquiry === null || inquiry.finding === null) return [];
  const { asked, finding } = inquiry;
  return [{ withdrawalId, stage: asked.stage, listVersion: finding.listVersion, hits: finding.hits, incomparable: finding.incomparable ?? [], referredAt: finding.at.toISOString() }];
}
