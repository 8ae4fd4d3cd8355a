import { Injectable } from '@nestjs/common';
import { Broadcasts } from '@sluice/messaging';
import { LeasedReadings } from '@sluice/persistence';
import type { Client, StoredClient, Tenant } from './client.js';
import { ClientsRepository } from './clients.repository.js';

/** Told to all instances whenever a client was added, changed or revoked. */
export const CLIENTS_CHANGED = 'clients';

/** The API clients of all tenants, and the tenants they belong to. A revocation is answered when no instance goes by the client as it was (docs/decisions/0135). */
@Injectable()
export class Clients {
  private readonly leased: LeasedReadings<StoredClient | null>;

  constructor(private readonly stored: ClientsRepository, broadcasts: Broadcasts) {
    this.leased = new LeasedReadings(CLIENTS_CHANGED, broadcasts);
  }

  byId(id: string): Promise<StoredClient | null> {
    return this.leased.read(`id ${id}`, () => this.stored.byId(id));
  }

  byKeyDigest(digest: string): Promise<StoredClient | null> {
    return this.leased.read(`key ${digest}`, () => this.stored.byKeyDigest(digest));
  }

  /** Adds it, or replaces the one with the same id; one that was revoked stays so. Instances may go by the former scopes or credential for one lease more. */
  async put(client: StoredClient): Promise<void> {
    await this.stored.put(client);
    this.leased.changed();
  }

  /** Ends its credentials at once and for good; a second time changes nothing. False when the tenant has no such client. */
  async revoke(id: string, tenantId: string, at: Date): Promise<boolean> {
    const isThere = await this.stored.revoke(id, tenantId, at);
    this.leased.changed();
    if (isThere) await this.leased.overEverywhere();
    return isThere;
  }

  /** A tenant's clients by their ids, those revoked too; `after` names the last one seen. */
  ofTenant(tenantId: string, page: { readonly limit: number; readonly after?: string | undefined }): Promise<readonly StoredClient[]> {
    return this.stored.ofTenant(tenantId, page);
  }

  tenant(id: string): Promise<Tenant | null> {
    return this.stored.tenant(id);
  }

  /** Those that a client may act for, by id: its own, and those that an operator's key has been given. */
  async tenantsOf({ tenantId, tenants = [] }: Client): Promise<Tenant[]> {
    return (await this.stored.allTenants()).filter(({ id }) => id === tenantId || tenants.includes(id) || tenants.includes('*'));
  }

  putTenant(tenant: Tenant): Promise<void> {
    return this.stored.putTenant(tenant);
  }
}
