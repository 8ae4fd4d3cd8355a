import { Controller } from '@nestjs/common';
import { listCanonicalWithdrawals } from '@sluice/contract-intake';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings, type StoredFilter } from '@sluice/persistence';
import { Withdrawals } from '../adapters/withdrawals.store.js';
import { canonicalViewOf } from '../withdrawal/canonical-view.js';
import { UNNOTICED_MS } from '../withdrawal/open-steps.js';

type Query = AskOf<typeof listCanonicalWithdrawals>;

/** Where a text is looked for. */
const searched = ['_id', 'dialectId', 'details.accountId', 'details.customerId', 'details.destinationId', 'details.reference', 'details.payeeName'];

@Controller()
export class ListCanonicalWithdrawalsHandler {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(listCanonicalWithdrawals)
  async handle({ tenantId, body }: Ask<typeof listCanonicalWithdrawals>): Promise<ReplyOf<typeof listCanonicalWithdrawals>> {
    const now = await this.settings.now(tenantId);
    const filter: StoredFilter = { $and: [{ tenantId, ...exactly(body) }, ...conditions(body, now), ...(await this.older(tenantId, body.after))] };
    const found = await this.withdrawals.findWhere(filter, { sort: { createdAt: -1, _id: -1 }, limit: body.limit + 1 });
    return { withdrawals: found.slice(0, body.limit).map((each) => canonicalViewOf(each, now)), hasMore: found.length > body.limit };
  }

  private async older(tenantId: string, after: string | undefined): Promise<StoredFilter[]> {
    if (after === undefined) return [];
    const last = await this.withdrawals.find(after);
    if (last?.tenantId !== tenantId) throw new DomainError('invalid_request', 'The page begins after an unknown withdrawal.', [{ field: 'after', message: 'is unknown' }]);
    const { createdAt } = last.state;
    return [{ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: after } }] }];
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

/** Times are stored in one way of writing, so that they compare as text. */
const normal = (time: string): string => new Date(time).toISOString();

/** A text that means itself in a regular expression. */
const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
