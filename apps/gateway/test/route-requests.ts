import type { GuardedRoute, Route } from './route-catalogue.js';

const UUID = '4f0c7f8a-1d2e-4c3b-9a4d-5e6f7a8b9c0d';
const LETTERS = 'abcdefghij2345';
const ACCOUNT = 'acc_123456789012345';
const COUNTERPARTY = 'cpty_123456789012345';
const WITHDRAWAL = 'wth_123456789012345';
const PARTY = `pty-${LETTERS}`;
const PORTFOLIO = `prt-${LETTERS}`;

/** A client that is there, since clients are the gateway's own. */
export const CLIENT_OF_ACME = 'a-client-of-acme';

/** Ids in the form that each part of the gateway gives out, by the part of the path before them. */
const ids: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bultra: { accounts: ACCOUNT, counterparties: COUNTERPARTY, withdrawals: WITHDRAWAL, documents: 'doc_req_abc123', subscriptions: 'sub_123456789012345', receipts: 'ABCD-EFGH-IJKL-2345' },
  wealthkernel: { withdrawals: `wth-${LETTERS}`, parties: PARTY, portfolios: PORTFOLIO, 'bank-accounts': `bac-${LETTERS}`, subscriptions: `whsub-${LETTERS}`, secrets: `whsec-${LETTERS}` },
  braid: { registrations: `wh_${UUID}` },
  ops: { documents: 'doc_req_abc123', clients: CLIENT_OF_ACME, 'fee-schedules': 'wealthkernel' },
};

/** The path with every parameter filled in. */
export function pathFor({ path }: Route): string {
  const [, dialect = ''] = path.split('/');
  return path.split('/').map((part, at, parts) => (part.startsWith(':') ? (ids[dialect]?.[parts[at - 1] ?? ''] ?? UUID) : part)).join('/');
}

/** What the gateway answers out of its own collections, and asks no service about. */
export const isAnsweredHere = ({ path }: Route): boolean => /^\/ops\/v1\/(clients|tenants)\//.test(path);

const reason = { reason: 'because' };
const schedule = { charge: 'none' };

/** What has to be sent for a request to get as far as the services. */
const bodies: Readonly<Record<string, unknown>> = {
  'POST /braid/v2/portfolio-wallets/:walletId/withdrawal-preview': { destinationChain: 'base', destinationToken: 'usdc', withdrawalAmount: '1.00' },
  'POST /braid/v2/portfolio-wallets/:walletId/withdraw': { requestId: UUID, chain: 'base', token: 'usdc', withdrawalAmount: '1.00', destinationAddress: `0x${'1'.repeat(40)}` },
  'PUT /ops/v1/fee-schedules/:id': schedule,
  'POST /ops/v1/withdrawals/:id/actions/clear': reason,
  'POST /ops/v1/withdrawals/:id/actions/refuse': reason,
  'POST /ops/v1/withdrawals/:id/actions/retry-step': reason,
  'POST /ops/v1/withdrawals/:id/actions/fail': reason,
  'POST /ops/v1/withdrawals/:id/actions/cancel': reason,
  'POST /ops/v1/documents/:id/reject': reason,
  'POST /ops/v1/documents/:id/accept': reason,
  'POST /ops/v1/webhooks/deliveries/:id/redeliver': reason,
  'POST /ops/v1/webhooks/subscriptions/:id/enable': reason,
};

export interface Sent {
  readonly body?: BodyInit;
  readonly headers?: Record<string, string>;
}

export function bodyFor({ name }: GuardedRoute): Sent {
  if (name.endsWith('/upload')) {
    const form = new FormData();
    form.append('file', new Blob(['%PDF-1.7']), 'invoice.pdf');
    return { body: form };
  }
  const body = bodies[name];
  return body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

/** What one tenant can say in a body or a query of things that are another's, and how it is told that there are none. */
export const namedElsewhere: readonly (readonly [request: string, kind: GuardedRoute['kind'], body: unknown, status: number])[] = [
  ['POST /bultra/v1/withdrawals', 'bultra', { account_id: ACCOUNT, counterparty_id: COUNTERPARTY, amount: '1.00', purpose: 'OTHER' }, 404],
  ['POST /wealthkernel/portfolios', 'wealthkernel', { partyId: PARTY, name: 'Savings', currency: 'GBP', mandateType: 'ExecutionOnly', accountType: 'GIA' }, 400],
  ['POST /wealthkernel/bank-accounts', 'wealthkernel', { partyId: PARTY, name: 'Ada', sortCode: '20-00-00', accountNumber: '55779911', currency: 'GBP', countryCode: 'GB' }, 400],
  ['POST /wealthkernel/withdrawals', 'wealthkernel', { type: 'Full', portfolioId: PORTFOLIO }, 400],
  [`GET /wealthkernel/withdrawals?portfolioId=${PORTFOLIO}`, 'wealthkernel', undefined, 400],
  [`GET /wealthkernel/balances/cash?portfolioId=${PORTFOLIO}`, 'wealthkernel', undefined, 400],
  ['POST /ops/v1/simulations/deposits', 'ops', { target: ACCOUNT, amount: '1.00', currency: 'USD' }, 404],
  ['POST /ops/v1/simulations/status', 'ops', { target: ACCOUNT, status: 'FROZEN' }, 404],
  ['POST /ops/v1/simulations/bank-returns', 'ops', { withdrawalId: WITHDRAWAL, code: 'R03' }, 404],
];
