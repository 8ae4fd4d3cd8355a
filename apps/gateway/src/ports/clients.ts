import type { StoredClient } from '../access/client.js';

/** The API clients of all tenants, and the tenants they belong to. */
export abstract class Clients {
  abstract byId(id: string): Promise<StoredClient | null>;
  abstract byKeyDigest(digest: string): Promise<StoredClient | null>;
  /** Adds it, or replaces the one with the same id. */
  abstract put(client: StoredClient): Promise<void>;
  abstract putTenant(tenant: { readonly id: string; readonly name: string }): Promise<void>;
}
