import { DomainError, isCurrency, type Currency } from '@sluice/kernel';

/** What a portfolio holds of one security, at book cost. It has no document: it is there by its name, and its balance is the journal's sum. */
export interface HoldingAccount {
  readonly id: string;
  readonly portfolioId: string;
  readonly currency: Currency;
}

/** Reads `holding:<portfolioId>/<isin>:<currency>`. Null when the id does not name a holding. */
export function holdingAccountOf(id: string): HoldingAccount | null {
  const [, portfolioId, currency] = /^holding:([^:/]+)\/[^:/]+:([A-Z]+)$/.exec(id) ?? [];
  if (portfolioId === undefined || currency === undefined || !isCurrency(currency)) return null;
  return { id, portfolioId, currency };
}

/**
 * The name of a holding's account.
 * @throws DomainError `invalid_request` when its parts make no such name, as a colon in one would.
 */
export function holdingIdOf(portfolioId: string, isin: string, currency: Currency): string {
  const id = `holding:${portfolioId}/${isin}:${currency}`;
  if (holdingAccountOf(id)?.portfolioId !== portfolioId) throw new DomainError('invalid_request', `${id} names no holding.`);
  return id;
}

/** Where holdings come in from outside. */
export const holdingsOf = (currency: Currency): string => `clearing:HOLDINGS:${currency}`;

/** Where what a sale brought more or less than it cost stands: below zero by the gains, above by the losses. */
export const gainsOf = (currency: Currency): string => `clearing:GAINS:${currency}`;
