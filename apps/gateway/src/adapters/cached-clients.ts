import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Broadcasts } from '@sluice/messaging';
import { outsideOfWork } from '@sluice/telemetry';
import type { StoredClient } from '../access/client.js';
import { Clients, type Tenant } from '../ports/clients.js';
import { MongoClients } from './mongo-clients.js';

/** How long an instance goes by what it read of a client. A revocation is answered when that is over everywhere. */
const LEASE_MS = 1_000;

const MOST_CACHED = 10_000;
const TOPIC = 'clients';

interface Cached {
  readonly client: Promise<StoredClient | null>;
  /** Of this process's own clock, which nobody moves. */
  readonly until: number;
}

/**
 * Every request asks who is calling, so a client is read once a second and not once a request. Instances tell each other of a revocation;
 * one that does not hear of it has read the client anew by the time that the revocation is answered (docs/decisions/0135).
 */
@Injectable()
export class CachedClients extends Clients {
  private readonly cached = new Map<string, Cached>();

  constructor(private readonly stored: MongoClients, private readonly broadcasts: Broadcasts) {
    super();
    broadcasts.listen(TOPIC, () => this.cached.clear());
  }

  byId(id: string): Promise<StoredClient | null> {
    return this.read(`id ${id}`, () => this.stored.byId(id));
  }

  byKeyDigest(digest: string): Promise<StoredClient | null> {
    return this.read(`key ${digest}`, () => this.stored.byKeyDigest(digest));
  }

  /** Instances may go by the former scopes or credential for one lease more. */
  async put(client: StoredClient): Promise<void> {
    await this.stored.put(client);
    this.changed();
  }

  async revoke(id: string, tenantId: string, at: Date): Promise<boolean> {
    const isThere = await this.stored.revoke(id, tenantId, at);
    this.changed();
    if (isThere) await pause(LEASE_MS);
    return isThere;
  }

  ofTenant(tenantId: string, page: { readonly limit: number; readonly after?: string | undefined }): Promise<readonly StoredClient[]> {
    return this.stored.ofTenant(tenantId, page);
  }

  tenant(id: string): Promise<Tenant | null> {
    return this.stored.tenant(id);
  }

  putTenant(tenant: Tenant): Promise<void> {
    return this.stored.putTenant(tenant);
  }

  private changed(): void {
    this.cached.clear();
    this.broadcasts.send(TOPIC, {});
  }

  /** The lease begins before the reading: what is written after it is seen at most one lease later. Who is not found is looked for each time. */
  private read(key: string, look: () => Promise<StoredClient | null>): Promise<StoredClient | null> {
    const now = performance.now();
    const known = this.cached.get(key);
    if (known !== undefined && now < known.until) return known.client;
    this.cached.delete(key);
    const client = outsideOfWork(look);
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
