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

/** Everything that the bank has accepted from us for a tenant. @throws when the bank cannot be asked. */
export abstract class BankStatement {
  abstract read(tenantId: string): Promise<readonly StatementLine[]>;
}
