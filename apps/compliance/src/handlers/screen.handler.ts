import { Controller } from '@nestjs/common';
import { screen } from '@sluice/contract-compliance';
import type { BodyOf, Envelope } from '@sluice/contract-kit';
import { numericId } from '@sluice/kernel';
import { OnMessage, Park } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Cases } from '../adapters/cases.store.js';
import { RulesInForce } from '../adapters/rules-in-force.store.js';
import { judge, knownJudgement, type Asked } from '../cases/screen-case.js';
import { caseFor, withdrawalOf } from './addressee.js';

@Controller()
export class ScreenHandler {
  constructor(
    private readonly cases: Cases,
    private readonly rules: RulesInForce,
    private readonly settings: TenantSettings,
  ) {}

  @OnMessage(screen)
  async handle(message: Envelope<BodyOf<typeof screen>>): Promise<void> {
    await this.cases.change(withdrawalOf(message), message, async (current) => {
      const known = caseFor(message, current);
      const found = knownJudgement(known, message.body.stage);
      if (found !== undefined) return found;
      const rules = await this.rules.ofTenant(message.tenantId);
      return judge(known, await this.asked(message, rules.rules.newCounterparty), rules, () => numericId('doc_req_'));
    });
  }

  private async asked(message: Envelope<BodyOf<typeof screen>>, looksForNewOnes: boolean): Promise<Asked> {
    const { tenantId, replyTo, body } = message;
    if (replyTo === undefined) throw new Park(`${message.type} names nobody to answer`);
    const { stage, dialect, destinationId, amount, purpose } = body;
    const knownDestination = !looksForNewOnes || (await this.cases.isKnownDestination(destinationId, tenantId, withdrawalOf(message)));
    return { stage, dialect, destinationId, amount, purpose, knownDestination, askedBy: replyTo, at: await this.settings.now(tenantId) };
  }
}
