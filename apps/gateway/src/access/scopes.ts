import type { ClientKind } from './client.js';

const bultraThings = ['accounts', 'counterparties', 'withdrawals', 'documents', 'subscriptions'] as const;

export const bultraReadScopes = bultraThings.map((thing) => `${thing}:read` as const);
export const bultraScopes = [...bultraReadScopes, ...bultraThings.map((thing) => `${thing}:write` as const)];
export const opsScopes = ['ops:read', 'ops:write'] as const;

export type Scope = (typeof bultraScopes)[number] | (typeof opsScopes)[number];

/** Everything a client of each kind can be granted; WealthKernel and Braid have no scopes of their own. */
export const scopesOf: Record<ClientKind, readonly Scope[]> = { bultra: bultraScopes, ops: opsScopes, wealthkernel: [], braid: [] };
