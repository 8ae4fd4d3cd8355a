import type { ClientKind } from './client.js';

const bultraThings = ['accounts', 'counterparties', 'withdrawals', 'documents', 'subscriptions'] as const;

export const bultraReadScopes = bultraThings.map((thing) => `${thing}:read` as const);
export const bultraScopes = [...bultraReadScopes, ...bultraThings.map((thing) => `${thing}:write` as const)];
/** All that an organisation's token is good for; the dialect has no scopes of its own. */
export const braidScopes = ['portfolio-wallets'] as const;
/** All that a client's token is good for: what it asks for by name is its own affair. */
export const wealthkernelScopes = ['wealthkernel'] as const;
export const opsScopes = ['ops:read', 'ops:write'] as const;

export type Scope = (typeof bultraScopes)[number] | (typeof braidScopes)[number] | (typeof wealthkernelScopes)[number] | (typeof opsScopes)[number];

/** Everything a client of each kind can be granted. */
export const scopesOf: Record<ClientKind, readonly Scope[]> = { bultra: bultraScopes, ops: opsScopes, wealthkernel: wealthkernelScopes, braid: braidScopes };
