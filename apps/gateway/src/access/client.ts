/** For which door a client's credentials are good. */
export const clientKinds = ['wealthkernel', 'bultra', 'braid', 'ops'] as const;

export type ClientKind = (typeof clientKinds)[number];

/** Who is calling: one tenant's client, with what it may do. */
export interface Client {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: ClientKind;
  readonly scopes: readonly string[];
}

/** How a client proves itself: with a secret at a token endpoint, or with a fixed key in every request. Neither is stored. */
export type Credential = { readonly secretHash: string } | { readonly keyDigest: string };

/** `revokedAt` is when its credentials stopped being good, for ever. */
export type StoredClient = Client & Credential & { readonly revokedAt?: Date };
