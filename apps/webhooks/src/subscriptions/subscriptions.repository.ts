import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { DomainError } from '@sluice/kernel';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel, type Versioned } from '@sluice/persistence';
import type { Schema } from 'mongoose';
import { sharedSecretsSchema, type SharedSecrets } from './secret.js';
import { subscriptionSchema, type Subscription } from './subscription.js';

export const SUBSCRIPTIONS = 'subscriptions';

export const subscriptionsSchema: Schema = aggregateSchema({
  dialect: String, url: String, events: [String], active: Boolean, createdAt: String, secret: Object, failures: Number, failingSince: String, disablings: Number, disabledAt: String, deletedAt: String,
}).index({ tenantId: 1, dialect: 1 });

@Injectable()
export class SubscriptionsRepository extends AggregateStore<Subscription> {
  constructor(@InjectModel(SUBSCRIPTIONS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, subscriptionSchema);
  }

  /** Those that were not deleted, oldest first; of one dialect, or of all. */
  async ofTenant(tenantId: string, dialect?: string): Promise<Versioned<Subscription>[]> {
    const found = await this.findWhere({ tenantId, ...(dialect === undefined ? {} : { dialect }) });
    return found.filter(({ state }) => state.deletedAt === undefined).sort((a, b) => a.state.createdAt.localeCompare(b.state.createdAt) || a.id.localeCompare(b.id));
  }

  /** @throws DomainError `not_found` when there is none, it was deleted, or it is another tenant's. */
  async mine(id: string, tenantId: string): Promise<Versioned<Subscription>> {
    const found = await this.find(id);
    if (found?.tenantId !== tenantId || found.state.deletedAt !== undefined) throw new DomainError('not_found', 'There is no such subscription.');
    return found;
  }
}

export const SHARED_SECRETS = 'shared_secrets';

export const sharedSecretsStored: Schema = aggregateSchema({ secrets: [Object] });

/** One document for each tenant and dialect, so that no two additions can make a third active secret. */
@Injectable()
export class SharedSecretsRepository extends AggregateStore<SharedSecrets> {
  constructor(@InjectModel(SHARED_SECRETS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, sharedSecretsSchema);
  }

  static idOf(tenantId: string, dialect: string): string {
    return JSON.stringify([tenantId, dialect]);
  }

  async of(tenantId: string, dialect: string): Promise<SharedSecrets | undefined> {
    return (await this.find(SharedSecretsRepository.idOf(tenantId, dialect)))?.state;
  }
}
