import { expectSuccess, fundedCustomer, until, type BultraClient, type FundedCustomer, type OperatorClient } from '../../client/index.ts';
import { z } from 'zod';

export interface Load {
  readonly withdrawals: number;
  readonly concurrency: number;
  readonly customers: number;
}

export interface Measured {
  readonly seconds: number;
  /** From the acceptance sent to the withdrawal seen EXECUTED, in milliseconds. */
  readonly latenciesMs: readonly number[];
}

export interface Clients {
  readonly bultra: BultraClient;
  readonly operator: OperatorClient;
}

/** Asked seldom, so that looking does not become most of the work that is measured; no figure is finer than this. */
const patience = { withinMs: 120_000, everyMs: 250 };

async function carryOne(bultra: BultraClient, { accountId, counterpartyId }: FundedCustomer): Promise<number> {
  const { id } = await bultra.created({ account_id: accountId, counterparty_id: counterpartyId, amount: '1.00', rail: 'ACH' });
  const sentAt = performance.now();
  expectSuccess('Accepting a withdrawal', await bultra.accept(id), z.unknown());
  await until(`${id} is executed`, () => bultra.withdrawal(id), ({ status }) => status === 'EXECUTED', patience);
  return performance.now() - sentAt;
}

/** Carries withdrawals of a few customers, a fixed number at a time, and measures each. Throws when one does not arrive. */
export async function carry({ bultra, operator }: Clients, load: Load, signal: AbortSignal): Promise<Measured> {
  const customers = await Promise.all(Array.from({ length: load.customers }, () => fundedCustomer(bultra, operator, '100000.00')));
  const latenciesMs: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < load.withdrawals; index = next++) {
      signal.throwIfAborted();
      const customer = customers[index % customers.length];
      if (customer !== undefined) latenciesMs.push(await carryOne(bultra, customer));
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: load.concurrency }, lane));
  return { seconds: (performance.now() - startedAt) / 1_000, latenciesMs };
}
