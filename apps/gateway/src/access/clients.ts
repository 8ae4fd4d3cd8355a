import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Broadcasts } from '@sluice/messaging';
import { outsideOfWork } from '@sluice/telemetry';
import type { Client, StoredClient, Tenant } from './client.js';
import { ClientsRepository } from './clients.repository.js';

/** How long an instance goes by what it read of a client. A revocation is answered when that is over everywhere. */
const LEASE_MS = 1_000;

const MOST_CACHED = 10_000;
/** Told to all instances whenever a client was added, changed or revoked. */
export const CLIENTS_CHANGED = 'clients';

interface Cached {
  readonly client: Promise<StoredClient | null>;
  /** Of this process's own clock, which nobody moves. */
  readonly until: number;
}

/**
 * The API clients of all tenants, and the tenants they belong to. Every request needs its client, which is read once a second and not once a
 * request. A revocation is broadcast to all instances; one that misses the broadcast has read the client anew by the time that the revocation
 * is answered (docs/decisions/0135).
 */
@Injectable()
export class Clients {
  private readonly cached = new Map<string, Cached>();

  constructor(private readonly stored: ClientsRepository, private readonly broadcasts: Broadcasts) {
    broadcasts.listen(CLIENTS_CHANGED, () => this.cached.clear());
  }

  byId(id: string): Promise<StoredClient | null> {
    return this.read(`id ${id}`, () => this.stored.byId(id));
  }

  byKeyDigest(digest: string): Promise<StoredClient | null> {
    return this.read(`key ${digest}`, () => this.stored.byKeyDigest(digest));
  }

  /** Adds it, or replaces the one with the same id; one that was revoked stays so. Instances may go by the former scopes or credential for one lease more. */
  async put(client: StoredClient): Promise<void> {
    await this.stored.put(client);
    this.changed();
  }

  /** Ends its credentials at once and for good; a second time changes nothing. False when the tenant has no such client. */
  async revoke(id: string, tenantId: string, at: Date): Promise<boolean> {
    const isThere = await this.stored.revoke(id, tenantId, at);
    this.changed();
    if (isThere) await pause(LEASE_MS);
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

  private changed(): void {
    this.cached.clear();
    this.broadcasts.send(CLIENTS_CHANGED, {});
  }

  /** The lease begins before the reading: what is written after it is seen at most one lease later. A client that is not found is read each time. */
  private read(key: string, load: () => Promise<StoredClient | null>): Promise<StoredClient | null> {
    const now = performance.now();
    const known = this.cached.get(key);
    if (known !== undefined && now < known.until) return known.client;
    this.cached.delete(key);
    const client = outsideOfWork(load);
    this.cached.set(key, { client, until: now + LEASE_MS });
    this.forgetOldest();
    const forget = (): void => {
      if (this.cached.get(key)?.client === client) this.cached.delete(key);
    };
    client.then((found) => (found === null ? forget() : undefined), forget);
    return client;
  }

  private forgetOldest(): void {
    const [oldest] = this.cached.size > MOST_CACHED ? this.cached.keys() : [];
    if (oldest !== undefined) this.cached.delete(oldest);
  }
}
