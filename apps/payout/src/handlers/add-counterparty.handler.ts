import { Controller } from '@nestjs/common';
import { send } from '@sluice/contract-kit';
import { addCounterparty, nameGiven, type CounterpartyView } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { Counterparties } from '../adapters/counterparties.store.js';
import { nameProblems, numberProblems } from '../counterparty/bank-numbers.js';
import { viewOf } from '../counterparty/counterparty.js';

@Controller()
export class AddCounterpartyHandler {
  constructor(
    private readonly counterparties: Counterparties,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(addCounterparty)
  async handle(ask: Ask<typeof addCounterparty>): Promise<CounterpartyView> {
    const { id, ...asked } = ask.body;
    const problems = [...nameProblems(asked.supportedRails, asked.name), ...numberProblems(asked.supportedRails, asked.numbers)];
    if (problems.length > 0) throw new DomainError('invalid_request', 'The account does not have what its rails need.', problems);
    const createdAt = (await this.settings.now(ask.tenantId)).toISOString();
    const added = await this.counterparties.change(id, ask, (current) => (current ? null : { state: { ...asked, createdAt }, send: [send(nameGiven, { subjectId: id, name: asked.name })] }));
    if (added?.tenantId !== ask.tenantId) throw new DomainError('invalid_request', 'The id is taken.', [{ field: 'id', message: 'is taken' }]);
    return viewOf(added);
  }
}
