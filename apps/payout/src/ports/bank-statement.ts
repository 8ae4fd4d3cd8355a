import type { MoneyJson } from '@sluice/kernel';

/** A payment in the bank's own books: one that it accepted. */
export interface StatementLine {
  /** Our key, under which it was given. */
  readonly key: string;
  /** Our words for it: `<legId>/<attempt>`. */
  readonly endToEndId: string;
  readonly amount: MoneyJson;
  readonly status: 'accepted' | 'settled' | 'returned';
}

/** The bank's books as they are at a position, which grows with every change in them. */
export interface Statement {
  readonly lines: readonly StatementLine[];
  readonly position: number;
}

export abstract class BankStatement {
  /** Of what the bank has accepted from us for a tenant, what has changed after a position: everything after 0. @throws when the bank cannot be asked. */
  abstract read(tenantId: string, after: number): Promise<Statement>;
}
