import { isCurrency, type Currency } from '@sluice/kernel';

const houseKinds = ['house', 'clearing', 'fee'] as const;

export type HouseKind = (typeof houseKinds)[number];

/** An account every withdrawal may touch. It has no document to fight over: it is there by its name, and its balance is the journal's sum. */
export interface HouseAccount {
  readonly id: string;
  readonly kind: HouseKind;
  readonly currency: Currency;
}

export const isHouseKind = (kind: string): kind is HouseKind => houseKinds.some((house) => house === kind);

/** Reads `<kind>:<name>:<currency>`, such as `clearing:ACH:USD`. Null when the id does not name a house account. */
export function houseAccountOf(id: string): HouseAccount | null {
  const [, kind, currency] = /^([a-z]+):[^:]+:([A-Z]+)$/.exec(id) ?? [];
  if (kind === undefined || currency === undefined || !isHouseKind(kind) || !isCurrency(currency)) return null;
  return { id, kind, currency };
}

export const isHouseAccountOf = (id: string, currency: Currency): boolean => houseAccountOf(id)?.currency === currency;

/** Where money from outside comes in. */
export const depositsOf = (currency: Currency): string => `clearing:DEPOSITS:${currency}`;
