import { Controller } from '@nestjs/common';
import { nameListed } from '@sluice/contract-compliance';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { OnMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { payeeListed } from '../withdrawal/payee-listed.js';

const PAGE = 100;

/** Somebody has come onto a list: what is under way to or from him is not paid before it was looked at once more. */
@Controller()
export class NameListedHandler {
  constructor(private readonly withdrawals: Withdrawals, private readonly settings: TenantSettings) {}

  @OnMessage(nameListed)
  async handle(message: Envelope<BodyOf<typeof nameListed>>): Promise<void> {
    const { id: messageId, tenantId, body: { subjectId } } = message;
    const now = await this.settings.now(tenantId);
    for (let after: string | undefined = ''; after !== undefined;) {
      const page = await this.withdrawals.underWayOf(tenantId, subjectId, after, PAGE);
      for (const { id } of page) await this.withdrawals.change(id, { ...message, withdrawalId: id }, (current) => current && payeeListed(current, messageId, now));
      after = page.length < PAGE ? undefined : page.at(-1)?.id;
    }
  }
}
