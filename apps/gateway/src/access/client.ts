/** Which of the APIs a client's credentials are for. */
export const clientKinds = ['wealthkernel', 'bultra', 'braid', 'ops'] as const;

export type ClientKind = (typeof clientKinds)[number];

/** Kinds of clients whose bearer token is a fixed key; the others get theirs at a token endpoint. */
export const fixedKeyKinds: readonly ClientKind[] = ['braid', 'ops'];

/** Who is calling: one tenant's client, with what it may do. */
export interface Client {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: ClientKind;
  readonly scopes: readonly string[];
  /** Tenants that an operator's key may act for beside its own, each request for the one that it names; `*` is any. */
  readonly tenants?: readonly string[];
}

/** How a client proves itself: with a secret at a token endpoint, or with a fixed key in every request. Neither is stored. */
export type Credential = { readonly secretHash: string } | { readonly keyDigest: string };

/** `revokedAt` is when its credentials stopped being good, for ever. */
export type StoredClient = Client & Credential & { readonly revokedAt?: Date };

const bultraThings = ['accounts', 'counterparties', 'withdrawals', 'documents', 'subscriptions'] as const;

export const bultraReadScopes = bultraThings.map((thing) => `${thing}:read` as const);
export const bultraScopes = [...bultraReadScopes, ...bultraThings.map((thing) => `${thing}:write` as const)];
/** All that an organisation's token is good for; the dialect has no scopes of its own. */
export const braidScopes = ['portfolio-wallets'] as const;
/** All that a client's token is good for, whatever scope its token request names. */
export const wealthkernelScopes = ['wealthkernel'] as const;
export const opsScopes = ['ops:read', 'ops:write'] as const;

export type Scope = (typeof bultraScopes)[number] | (typeof braidScopes)[number] | (typeof wealthkernelScopes)[number] | (typeof opsScopes)[number];

/** Everything a client of each kind can be granted. */
export const scopesOf: Record<ClientKind, readonly Scope[]> = { bultra: bultraScopes, ops: opsScopes, wealthkernel: wealthkernelScopes, braid: braidScopes };

export interface Tenant {
  readonly id: string;
  readonly name: string;
}
