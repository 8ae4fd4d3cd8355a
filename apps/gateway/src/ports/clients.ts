import type { StoredClient } from '../access/client.js';

export interface Tenant {
  readonly id: string;
  readonly name: string;
}

/** The API clients of all tenants, and the tenants they belong to. */
export abstract class Clients {
  abstract byId(id: string): Promise<StoredClient | null>;
  abstract byKeyDigest(digest: string): Promise<StoredClient | null>;
  /** Adds it, or replaces the one with the same id. A client that was revoked stays so. */
  abstract put(client: StoredClient): Promise<void>;
  /** Ends its credentials at once and for good; a second time changes nothing. False when the tenant has no such client. */
  abstract revoke(id: string, tenantId: string, at: Date): Promise<boolean>;
  /** A tenant's clients by their ids, those revoked too; `after` names the last one seen. */
  abstract ofTenant(tenantId: string, page: { readonly limit: number; readonly after?: string | undefined }): Promise<readonly StoredClient[]>;
  abstract tenant(id: string): Promise<Tenant | null>;
  abstract putTenant(tenant: Tenant): Promise<void>;
}
