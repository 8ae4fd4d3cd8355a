import type { AccountView } from '@sluice/contract-ledger';
import { DomainError, isCurrency, type Currency, type Money } from '@sluice/kernel';

/** What every withdrawal may touch: `house:…`, `clearing:…` and `fee:…`. */
const contraKinds = ['house', 'clearing', 'fee'] as const;
type ContraKind = (typeof contraKinds)[number];

/** An account without a document that others would fight over: it exists by its name, and its balance is the journal's sum. */
export interface SystemAccount {
  readonly id: string;
  readonly kind: AccountView['kind'];
  readonly owner: string;
  readonly currency: Currency;
}

/** A system account with the journal's sum on it. */
export interface SystemBalance {
  readonly account: SystemAccount;
  /** Credits less debits. */
  readonly posted: Money;
  /** When it was first booked. */
  readonly since: Date;
}

export const isContraKind = (kind: string): kind is ContraKind => contraKinds.some((contra) => contra === kind);

/** Reads `<kind>:<name>:<currency>`, such as `clearing:ACH:USD`. Null when the id does not name such an account. */
function contraAccountOf(id: string): SystemAccount | null {
  const [, kind, currency] = /^([a-z]+):[^:]+:([A-Z]+)$/.exec(id) ?? [];
  if (kind === undefined || currency === undefined || !isContraKind(kind) || !isCurrency(currency)) return null;
  return { id, kind, owner: 'house', currency };
}

/**
 * Reads `holding:<portfolioId>/<isin>:<currency>`: what a portfolio holds of one security, at book cost. Null when the id does not
 * name a holding.
 */
function holdingOf(id: string): SystemAccount | null {
  const [, portfolioId, currency] = /^holding:([^:/]+)\/[^:/]+:([A-Z]+)$/.exec(id) ?? [];
  if (portfolioId === undefined || currency === undefined || !isCurrency(currency)) return null;
  return { id, kind: 'portfolio', owner: portfolioId, currency };
}

/** Null when the id names no system account: what it names may have a balance of its own. */
export const systemAccountOf = (id: string): SystemAccount | null => contraAccountOf(id) ?? holdingOf(id);

/** The system accounts among an entry's lines, each once. */
export const systemAccountsIn = ({ lines }: { readonly lines: readonly { readonly accountId: string }[] }): string[] =>
  [...new Set(lines.map(({ accountId }) => accountId))].filter((accountId) => systemAccountOf(accountId) !== null);

/** Whether an account can be the other side of a transfer in this currency. */
export const isContraAccount = (id: string, currency: Currency): boolean => contraAccountOf(id)?.currency === currency;

/**
 * The name of a holding's account.
 * @throws DomainError `invalid_request` when its parts make no such name, as a colon in one would.
 */
export function holdingIdOf(portfolioId: string, isin: string, currency: Currency): string {
  const id = `holding:${portfolioId}/${isin}:${currency}`;
  if (holdingOf(id)?.owner !== portfolioId) throw new DomainError('invalid_request', `${id} names no holding.`);
  return id;
}

/** Where money from outside comes in. */
export const depositsOf = (currency: Currency): string => `clearing:DEPOSITS:${currency}`;

/** Where holdings come in from outside. */
export const holdingsOf = (currency: Currency): string => `clearing:HOLDINGS:${currency}`;

/** The difference between what sales brought and what was sold had cost: below zero by the gains, above by the losses. */
export const gainsOf = (currency: Currency): string => `clearing:GAINS:${currency}`;
