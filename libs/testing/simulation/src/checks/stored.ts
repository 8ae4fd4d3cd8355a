import type { Store } from '../store/collection.js';
import type { Document } from '../store/documents.js';

export interface StoredMoney {
  readonly currency: string;
  readonly units: string;
}

export interface StoredWithdrawal extends Document {
  readonly version: number;
  readonly kind: 'account' | 'portfolio' | 'wallet';
  readonly state: string;
  readonly phase: string;
  readonly hold: string;
  readonly endedAt?: string;
  readonly details: {
    readonly amount: StoredMoney;
    readonly fee: StoredMoney;
    readonly accountId: string;
    readonly acceptanceId?: string;
    readonly payoutLegs: readonly { readonly legId: string; readonly attempt: number; readonly amount: StoredMoney; readonly status: string }[];
    readonly returned?: { readonly amount: StoredMoney };
  };
  readonly legs: readonly { readonly state: string; readonly details: { readonly legId: string; readonly attempt: number; readonly amount: StoredMoney } }[];
  readonly history: readonly { readonly version: number; readonly phase: string; readonly state: string }[];
}

export interface StoredLine {
  readonly accountId: string;
  readonly currency: string;
  readonly debit: { toString(): string };
  readonly credit: { toString(): string };
}

export interface StoredEntry extends Document {
  readonly entryId?: string;
  readonly withdrawalId?: string;
  readonly kind: string;
  readonly sourceId: string;
  readonly lines: readonly StoredLine[];
}

export interface StoredAccount extends Document {
  readonly accountId: string;
  readonly posted: string;
  readonly pending: string;
  readonly holds: readonly { readonly holdId: string }[];
  readonly unfiledEntries: readonly StoredEntry[];
  readonly unfiledHolds: readonly { readonly holdId: string; readonly outcome: string }[];
}

export interface StoredWallet extends Document {
  readonly claims: readonly { readonly id: string }[];
  readonly cash?: Readonly<Record<string, string>>;
}

export interface StoredEvent extends Document {
  readonly withdrawalId: string;
  readonly sequence: number;
  readonly position: number;
}

const documents = <D>(store: Store, database: string, name: string): D[] => [...store.of(database, name).documents.values()] as unknown as D[];

export const withdrawalsIn = (store: Store): StoredWithdrawal[] => documents(store, 'intake', 'withdrawals');
export const accountsIn = (store: Store): StoredAccount[] => documents(store, 'ledger', 'accounts');
export const closedHoldsIn = (store: Store): { readonly holdId: string; readonly outcome: string }[] => documents(store, 'ledger', 'closed_holds');
export const walletsIn = (store: Store): StoredWallet[] => documents(store, 'liquidity', 'wallets');
export const eventsIn = (store: Store): StoredEvent[] => documents(store, 'webhooks', 'events');

/** Filed, or still carried by an account: each once. */
export function entriesIn(store: Store): StoredEntry[] {
  const carried = accountsIn(store).flatMap(({ unfiledEntries }) => unfiledEntries.map((entry): StoredEntry => ({ ...entry, _id: entry.entryId ?? '' })));
  return [...new Map([...carried, ...documents<StoredEntry>(store, 'ledger', 'entries')].map((entry) => [entry._id, entry])).values()];
}

export const unitsOf = (lines: readonly StoredLine[], accountId: string): bigint =>
  lines.filter((line) => line.accountId === accountId).reduce((sum, { debit, credit }) => sum + BigInt(String(credit)) - BigInt(String(debit)), 0n);
