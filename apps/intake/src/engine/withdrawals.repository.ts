import { Injectable } from '@nestjs/common';
import type { Attributes } from '@opentelemetry/api';
import { DomainError } from '@sluice/kernel';
import { type Cause, NotKnownYet } from '@sluice/messaging';
import { aggregate, type ChangeOptions, type Decide, repositoryOf, type Versioned } from '@sluice/persistence';
import { standingIn } from '@sluice/saga';
import type { PayoutLegRecord } from '../payout-legs/payout-leg.details.js';
import { payoutLegSaga } from '../payout-legs/payout-leg.saga.js';
import { tableOf } from './tables.js';
import { isAuthorized, type Withdrawal, withdrawalSchema } from './withdrawal.js';

/**
 * A stored withdrawal as today's tables have it: what stood in a state that is gone goes on where its table says.
 * @throws NotKnownYet for a state of a newer table: an instance that knows it decides, and this one guesses nothing.
 */
export function inTodaysTables(withdrawal: Withdrawal): Withdrawal {
  const { kind, legs } = withdrawal;
  const state = known(standingIn(tableOf(kind), withdrawal.state), kind, withdrawal.state);
  const isAsStored = state === withdrawal.state && legs.every((leg) => Object.hasOwn(payoutLegSaga.rows, leg.state));
  if (isAsStored) return withdrawal;
  return { ...withdrawal, state, legs: legs.map((leg) => ({ ...leg, state: known(standingIn(payoutLegSaga, leg.state), 'payout leg', leg.state) })) };
}

function known<State extends string>(state: State | undefined, table: string, stored: string): State {
  if (state === undefined) throw new NotKnownYet(`The table of ${table} has no state ${stored} here.`);
  return state;
}

export const withdrawals = aggregate({
  collection: 'withdrawals', state: withdrawalSchema, thing: 'withdrawal', isChecked: true, staysInItsTrace: true,
  indexes: [
    [{ dialect: 1, dialectId: 1 }, { unique: true }],
    { tenantId: 1, dialectId: 1 },
    { tenantId: 1, dialect: 1, createdAt: -1, _id: -1 },
    { tenantId: 1, createdAt: -1, _id: -1 },
    [{ tenantId: 1, endedAt: -1 }, { partialFilterExpression: { endedAt: { $exists: true } } }],
    [{ tenantId: 1, stuckSince: 1 }, { partialFilterExpression: { stuckSince: { $exists: true } } }],
    { tenantId: 1, 'details.accountId': 1, createdAt: -1 },
    { tenantId: 1, 'details.portfolio.portfolioId': 1, createdAt: 1 },
  ],
});

@Injectable()
export class Withdrawals extends repositoryOf(withdrawals) {
  /** Decides on it as today's tables have it. @throws NotKnownYet for what only a newer instance can decide */
  override change(id: string, cause: Cause, decide: Decide<Withdrawal>, options?: ChangeOptions): Promise<Versioned<Withdrawal> | null> {
    return super.change(id, cause, (current) => decide(current && { ...current, state: inTodaysTables(current.state) }), options);
  }

  protected override attributesOf(before: Versioned<Withdrawal> | null, { version, state: { kind, state } }: Versioned<Withdrawal>): Attributes {
    return { 'sluice.saga.kind': kind, 'sluice.saga.state.before': before?.state.state ?? 'none', 'sluice.saga.state.after': state, 'sluice.saga.version': version };
  }

  /** Every tenant with withdrawals: read once by each process, since all withdrawals have to be read for it. */
  async tenants(): Promise<string[]> {
    return this.model.distinct('tenantId').exec();
  }

  /** All that wait for something, by dialect and state: how many, since when the first of them, and how many for too long. */
  async underWayByState(): Promise<{ dialect: string; state: string; count: number; since: string | null; stuckCount: number }[]> {
    const group = { _id: { dialect: '$dialect', state: '$state' }, count: { $sum: 1 }, since: { $min: '$since' }, stuckCount: { $sum: { $cond: [{ $ifNull: ['$stuckSince', false] }, 1, 0] } } };
    const found = await this.model.collection.aggregate<{ _id: { dialect: string; state: string }; count: number; since: string | null; stuckCount: number }>([{ $match: { dueAt: { $gt: new Date(0) } } }, { $group: group }]).toArray();
    return found.map(({ _id, ...measured }) => ({ ..._id, ...measured }));
  }

  /** Withdrawals under way to or from someone, in the order of their ids: what has ended is due for nothing. */
  underWayOf(tenantId: string, subjectId: string, after: string, limit: number): Promise<Versioned<Withdrawal>[]> {
    const whose = { $or: [{ 'details.destinationId': subjectId }, { 'details.customerId': subjectId }] };
    return this.findWhere({ tenantId, _id: { $gt: after }, dueAt: { $gt: new Date(0) }, ...whose }, { sort: { _id: 1 }, limit });
  }

  /** By the dialect's id or by the canonical one. @throws DomainError `not_found` */
  async byDialectId(dialect: string, dialectId: string, tenantId: string): Promise<Versioned<Withdrawal>> {
    return this.owned((await this.findFirst({ dialect, dialectId })) ?? (await this.find(dialectId)), dialectId, tenantId);
  }

  /** By the dialect's id. @throws DomainError `not_found` also when it is not from a portfolio. */
  async ofPortfolio(dialectId: string, tenantId: string): Promise<Versioned<Withdrawal>> {
    return this.owned(await this.findFirst({ tenantId, dialectId, kind: 'portfolio' }), dialectId, tenantId);
  }

  /** By the canonical id, or by whatever id its dialect gave it. @throws DomainError `not_found` */
  async byAnyId(id: string, tenantId: string): Promise<Versioned<Withdrawal>> {
    return this.owned(await this.findFirst({ tenantId, $or: [{ _id: id }, { dialectId: id }] }), id, tenantId);
  }

  /** @throws DomainError `not_found` also when it is of another wallet. */
  async ofWallet({ id, walletId }: { readonly id: string; readonly walletId: string }, tenantId: string): Promise<Versioned<Withdrawal>> {
    const found = await this.ofTenant(id, tenantId);
    if (found.state.kind !== 'wallet' || found.state.details.accountId !== walletId || !isAuthorized(found.state)) throw this.noSuch(id);
    return found;
  }

  /** @throws DomainError `not_found`, with the field `legId` when only the leg is unknown. */
  async legOfWallet(name: { readonly id: string; readonly walletId: string; readonly legId: string }, tenantId: string): Promise<PayoutLegRecord> {
    const leg = (await this.ofWallet(name, tenantId)).state.legs.find(({ details }) => details.legId === name.legId);
    if (!leg) throw new DomainError('not_found', 'There is no such payout.', [{ field: 'legId', message: 'is unknown' }]);
    return leg;
  }
}
