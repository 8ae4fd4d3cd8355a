import { addSecret, dropSecret, listSecrets, type SecretView } from '@sluice/contract-webhooks';
import { DomainError } from '@sluice/kernel';
import type { FakeServices } from './fake-services.js';

/** The secrets of one tenant's webhooks, as far as the gateway can see: at most two, and never themselves. */
export class FakeSecrets {
  private readonly ofTenants = new Map<string, SecretView[]>();

  listen(fake: FakeServices): void {
    fake.on(addSecret, ({ tenantId, body: { id } }) => {
      const added = this.of(tenantId).find((secret) => secret.id === id) ?? { id, createdAt: '2026-01-15T10:30:00.123Z', expiresAt: '2027-01-15T10:30:00.123Z' };
      const rest = this.of(tenantId).filter((secret) => secret.id !== id);
      if (rest.length >= 2) throw new DomainError('invalid_status', 'There are 2 active secrets already.');
      this.ofTenants.set(tenantId, [...rest, added]);
      return added;
    });
    fake.on(listSecrets, ({ tenantId }) => ({ secrets: this.of(tenantId) }));
    fake.on(dropSecret, ({ tenantId, body: { id } }) => {
      if (!this.of(tenantId).some((secret) => secret.id === id)) throw new DomainError('not_found', 'There is no such secret.');
      this.ofTenants.set(tenantId, this.of(tenantId).filter((secret) => secret.id !== id));
      return { id };
    });
  }

  private of(tenantId: string): SecretView[] {
    return this.ofTenants.get(tenantId) ?? [];
  }
}
