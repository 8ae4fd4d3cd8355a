import type { MoneyJson } from '@sluice/kernel';

/** An order in the custodian's own books. */
export interface CustodianLine {
  /** Our order's id, under which it was given. */
  readonly key: string;
  /** All that it sold is paid for, and it sells nothing more. */
  readonly isSettled: boolean;
  readonly proceeds: MoneyJson;
}

/** Every order that the custodian has taken from us for a tenant. @throws when it cannot be asked. */
export abstract class CustodianBooks {
  abstract read(tenantId: string): Promise<readonly CustodianLine[]>;
}
