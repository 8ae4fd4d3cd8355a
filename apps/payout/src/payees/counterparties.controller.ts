import { Controller } from '@nestjs/common';
import { send, type ReplyOf } from '@sluice/contract-kit';
import { addCounterparty, checkDestination, getCounterparty, listCounterparties, nameGiven, setCounterpartyStatus, type CounterpartyView } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings, type StoredFilter } from '@sluice/persistence';
import { nameProblems, numberProblems } from './bank-numbers.js';
import { Counterparties } from './counterparties.repository.js';
import { counterpartyViewOf, railTo } from './counterparty.js';

@Controller()
export class CounterpartiesController {
  constructor(private readonly counterparties: Counterparties, private readonly settings: TenantSettings) {}

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
    const filter = { tenantId, ...(customerId === undefined ? {} : { customerId }), ...(await this.older(tenantId, after)) };
    const found = await this.counterparties.findWhere(filter, { sort: { createdAt: -1, _id: -1 }, limit: limit + 1 });
    return { counterparties: found.slice(0, limit).map(counterpartyViewOf), hasMore: found.length > limit };
  }

  @OnRequest(setCounterpartyStatus)
  async setStatus(request: RequestMessage<typeof setCounterpartyStatus>): Promise<CounterpartyView> {
    const { tenantId, body: { id, status } } = request;
    const known = await this.counterparties.ofTenant(id, tenantId);
    const changed = await this.counterparties.change(id, request, (current) => current && { state: { ...current.state, status } });
    return counterpartyViewOf(changed ?? known);
  }

  @OnRequest(checkDestination)
  async checkDestination({ tenantId, body }: RequestMessage<typeof checkDestination>): Promise<ReplyOf<typeof checkDestination>> {
    const { state } = await this.counterparties.ofTenant(body.counterpartyId, tenantId);
    return { rail: railTo(state, body), payeeName: state.name };
  }

  /** What comes after the last one seen: older, or as old with a smaller id. */
  private async older(tenantId: string, after: string | undefined): Promise<StoredFilter> {
    if (after === undefined) return {};
    const last = await this.counterparties.find(after);
    if (last?.tenantId !== tenantId) {
      throw new DomainError('invalid_request', 'The page begins after an unknown counterparty.', [{ field: 'after', message: 'is unknown' }]);
    }
    const { createdAt } = last.state;
    return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: last.id } }] };
  }
}
