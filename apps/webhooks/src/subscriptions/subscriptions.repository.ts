import { Injectable } from '@nestjs/common';
import type { KeyRing } from '@sluice/kernel';
import { aggregate, repositoryOf, type Versioned } from '@sluice/persistence';
import { resealed, sharedSecretsSchema, type SharedSecret, type SharedSecrets } from './secret.js';
import { subscriptionSchema, type Subscription } from './subscription.js';

export const subscriptions = aggregate({ collection: 'subscriptions', state: subscriptionSchema, thing: 'subscription', indexes: [{ tenantId: 1, dialect: 1 }] });

@Injectable()
export class SubscriptionsRepository extends repositoryOf(subscriptions) {
  /** Those that were not deleted, oldest first; of one dialect, or of all. */
  async listOf(tenantId: string, dialect?: string): Promise<Versioned<Subscription>[]> {
    const found = await this.findWhere({ tenantId, ...(dialect === undefined ? {} : { dialect }) });
    return found.filter(({ state }) => state.deletedAt === undefined).sort((a, b) => a.state.createdAt.localeCompare(b.state.createdAt) || a.id.localeCompare(b.id));
  }

  /** @throws DomainError `not_found` when there is none, it was deleted, or it is another tenant's. */
  override async ofTenant(id: string, tenantId: string): Promise<Versioned<Subscription>> {
    const found = await super.ofTenant(id, tenantId);
    if (found.state.deletedAt !== undefined) throw this.noSuch(id);
    return found;
  }

  /** Seals each secret that another key has sealed with the current one. @returns of how many subscriptions */
  async sealAgain(keys: KeyRing): Promise<number> {
    const others = await this.findWhere({ secret: { $exists: true }, 'secret.keyId': { $ne: keys.current.id } });
    for (const { id, tenantId } of others) {
      await this.change(id, { id: `seal ${id}`, tenantId }, (current) =>
        current?.state.secret === undefined ? null : { state: { ...current.state, secret: resealed(current.state.secret, id, keys) } });
    }
    return others.length;
  }
}

export const sharedSecrets = aggregate({ collection: 'shared_secrets', state: sharedSecretsSchema });

/** One document for each tenant and dialect, so that no two additions can make a third active secret. */
@Injectable()
export class SharedSecretsRepository extends repositoryOf(sharedSecrets) {
  static idOf(tenantId: string, dialect: string): string {
    return JSON.stringify([tenantId, dialect]);
  }

  async of(tenantId: string, dialect: string): Promise<SharedSecrets | undefined> {
    return (await this.find(SharedSecretsRepository.idOf(tenantId, dialect)))?.state;
  }

  /** As with those of subscriptions. @returns of how many tenants and dialects */
  async sealAgain(keys: KeyRing): Promise<number> {
    const others = await this.findWhere({ secrets: { $elemMatch: { 'sealed.keyId': { $ne: keys.current.id } } } });
    for (const { id, tenantId } of others) {
      const again = (one: SharedSecret): SharedSecret => ({ ...one, sealed: resealed(one.sealed, one.id, keys) });
      await this.change(id, { id: `seal ${id}`, tenantId }, (current) => current && { state: { secrets: current.state.secrets.map(again) } });
    }
    return others.length;
  }
}
