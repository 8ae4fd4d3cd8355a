import { Controller } from '@nestjs/common';
import { send, type ReplyOf } from '@sluice/contract-kit';
import { addCounterparty, checkDestination, getCounterparty, listCounterparties, nameGiven, setCounterpartyStatus, type CounterpartyView } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { nameProblems, numberProblems } from './bank-numbers.js';
import { Counterparties } from './counterparties.repository.js';
import { counterpartyViewOf } from './counterparty.js';
import { Payees } from './payees.js';

@Controller()
export class CounterpartiesController {
  constructor(private readonly counterparties: Counterparties, private readonly payees: Payees, private readonly settings: TenantSettings) {}

  @OnRequest(addCounterparty)
  async add(request: RequestMessage<typeof addCounterparty>): Promise<CounterpartyView> {
    const { tenantId, body: { id, ...given } } = request;
    const problems = [...nameProblems(given.supportedRails, given.name), ...numberProblems(given.supportedRails, given.numbers)];
    if (problems.length > 0) throw new DomainError('invalid_request', 'The account does not have what its rails need.', problems);
    const createdAt = (await this.settings.now(tenantId)).toISOString();
    const added = await this.counterparties.change(id, request, (current) => (current ? null : { state: { ...given, createdAt }, send: [send(nameGiven, { subjectId: id, name: given.name })] }));
    if (added?.tenantId !== tenantId) throw new DomainError('invalid_request', 'The id is taken.', [{ field: 'id', message: 'is taken' }]);
    return counterpartyViewOf(added);
  }

  @OnRequest(getCounterparty)
  async get({ tenantId, body }: RequestMessage<typeof getCounterparty>): Promise<ReplyOf<typeof getCounterparty>> {
    const found = await this.counterparties.ofTenant(body.id, tenantId);
    return { ...counterpartyViewOf(found), corrections: found.state.corrections };
  }

  /** Newest first. */
  @OnRequest(listCounterparties)
  async list({ tenantId, body: { limit, after, customerId } }: RequestMessage<typeof listCounterparties>): Promise<ReplyOf<typeof listCounterparties>> {
    const { found, hasMore } = await this.counterparties.page(tenantId, { by: 'createdAt', filter: customerId === undefined ? {} : { customerId } }, { limit, after });
    return { counterparties: found.map(counterpartyViewOf), hasMore };
  }

  @OnRequest(setCounterpartyStatus)
  async setStatus(request: RequestMessage<typeof setCounterpartyStatus>): Promise<CounterpartyView> {
    const { tenantId, body: { id, status } } = request;
    const known = await this.counterparties.ofTenant(id, tenantId);
    const changed = await this.counterparties.change(id, request, (current) => current && { state: { ...current.state, status } });
    return counterpartyViewOf(changed ?? known);
  }

  @OnRequest(checkDestination)
  checkDestination({ tenantId, body }: RequestMessage<typeof checkDestination>): Promise<ReplyOf<typeof checkDestination>> {
    return this.payees.checked(body, tenantId);
  }
}
