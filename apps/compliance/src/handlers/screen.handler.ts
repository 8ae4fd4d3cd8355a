import { Controller } from '@nestjs/common';
import { screen } from '@sluice/contract-compliance';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage, Park } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Cases } from '../adapters/cases.store.js';
import type { Asked, Payment } from '../cases/inquiry.js';
import { knownJudgement } from '../cases/screen-case.js';
import { Inquiries } from '../work/inquiries.js';
import { caseFor, withdrawalOf } from './addressee.js';

@Controller()
export class ScreenHandler {
  constructor(
    private readonly cases: Cases,
    private readonly inquiries: Inquiries,
    private readonly settings: TenantSettings,
  ) {}

  @OnMessage(screen)
  async handle(message: Envelope<BodyOf<typeof screen>>): Promise<void> {
    const withdrawalId = withdrawalOf(message);
    await this.cases.change(withdrawalId, message, async (current) => {
      const known = caseFor(message, current);
      const found = knownJudgement(known, message.body.stage, paymentOf(message.body));
      if (found !== undefined) return found;
      if (known.inquiry !== null) throw new Park(`${message.type} while another stage is being judged`);
      return this.inquiries.begin(known, await this.asked(message), { withdrawalId, tenantId: message.tenantId });
    });
  }

  private async asked({ type, tenantId, replyTo, body }: Envelope<BodyOf<typeof screen>>): Promise<Asked> {
    if (replyTo === undefined) throw new Park(`${type} names nobody to answer`);
    const { stage, dialect, accountId, destinationId, amount, purpose, paysAt, names = [], labels = [] } = body;
    const payment = paysAt === undefined ? {} : { paysAt: new Date(paysAt) };
    const one = paymentOf(body);
    return { stage, dialect, accountId, destinationId, amount, purpose, ...payment, names: [...names, ...labels], ...(one && { payments: [one] }), askedBy: replyTo, at: await this.settings.now(tenantId) };
  }
}

const paymentOf = ({ legId, attempt }: BodyOf<typeof screen>): Payment | undefined => (legId === undefined || attempt === undefined ? undefined : { legId, attempt });
