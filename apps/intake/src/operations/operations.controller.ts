import { Controller } from '@nestjs/common';
import { getCanonicalWithdrawal, listCanonicalWithdrawals, operateWithdrawal, type CanonicalView } from '@sluice/contract-intake';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings, type StoredFilter } from '@sluice/persistence';
import { operate } from '../engine/advance.js';
import { Withdrawals } from '../engine/withdrawals.repository.js';
import { canonicalViewOf, UNNOTICED_MS } from './canonical.view.js';

type Query = RequestOf<typeof listCanonicalWithdrawals>;

/** The fields in which a text is searched. */
const searched = ['_id', 'dialectId', 'details.accountId', 'details.customerId', 'details.destinationId', 'details.reference', 'details.payeeName', 'details.payoutLegs.trace', 'legs.details.txHash'];

/** Withdrawals of every kind as operators see them, and what operators do to them. */
@Controller()
export class OperationsController {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(getCanonicalWithdrawal)
  async get({ tenantId, body }: RequestMessage<typeof getCanonicalWithdrawal>): Promise<CanonicalView> {
    return canonicalViewOf(await this.withdrawals.byAnyId(body.id, tenantId), await this.settings.now(tenantId));
  }

  @OnRequest(listCanonicalWithdrawals)
  async list({ tenantId, body }: RequestMessage<typeof listCanonicalWithdrawals>): Promise<ReplyOf<typeof listCanonicalWithdrawals>> {
    const now = await this.settings.now(tenantId);
    const filter: StoredFilter = { $and: [exactly(body), ...conditions(body, now)] };
    const { found, hasMore } = await this.withdrawals.page(tenantId, { by: 'createdAt', filter }, body);
    return { withdrawals: found.map((each) => canonicalViewOf(each, now)), hasMore };
  }

  @OnRequest(operateWithdrawal)
  async operate(request: RequestMessage<typeof operateWithdrawal>): Promise<CanonicalView> {
    const { tenantId, body } = request;
    const now = await this.settings.now(tenantId);
    const { id } = await this.withdrawals.byAnyId(body.id, tenantId);
    const changed = await this.withdrawals.change(id, { ...request, withdrawalId: id }, (current) => {
      const change = current && operate(current, body, now);
      if (change === 'impossible') throw new DomainError('invalid_status', `Nothing that ${current?.state.state} waits for allows this.`);
      return change;
    });
    if (!changed) throw new DomainError('not_found', 'There is no such withdrawal.');
    return canonicalViewOf(changed, now);
  }
}

const exactly = ({ dialect, phase, hold }: Query): StoredFilter => ({
  ...(dialect === undefined ? {} : { dialect }), ...(phase === undefined ? {} : { phase }), ...(hold === undefined ? {} : { hold }),
});

function conditions({ stuck, createdFrom, createdTo, text }: Query, now: Date): StoredFilter[] {
  const isStuck = [{ stuckSince: { $exists: true } }, { dueAt: { $lte: new Date(now.getTime() - UNNOTICED_MS) } }];
  return [
    ...(stuck === undefined ? [] : [stuck ? { $or: isStuck } : { $nor: isStuck }]),
    ...(createdFrom === undefined ? [] : [{ createdAt: { $gte: normal(createdFrom) } }]),
    ...(createdTo === undefined ? [] : [{ createdAt: { $lt: normal(createdTo) } }]),
    ...(text === undefined ? [] : [{ $or: searched.map((field) => ({ [field]: { $regex: literal(text), $options: 'i' } })) }]),
  ];
}

/** Times are stored in one format, so that they compare as text. */
const normal = (time: string): string => new Date(time).toISOString();

/** A text escaped for a regular expression. */
const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
