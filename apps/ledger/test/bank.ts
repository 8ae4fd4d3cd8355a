import { deposit, getAccount, openAccount, type AccountView } from '@sluice/contract-ledger';
import { startTestService, type TestService, type TestServiceOptions } from '@sluice/builders';
import { LedgerModule } from '../src/ledger.module.js';

export const startLedger = (options: Partial<TestServiceOptions> = {}): Promise<TestService> =>
  startTestService({ service: 'ledger', module: LedgerModule, ...options });

/** Two processes over one database and broker. */
export async function startTwoLedgers(): Promise<[TestService, TestService]> {
  const first = await startLedger();
  return [first, await startLedger({ namespace: first.namespace })];
}

/** Both have to be silent before the first drops what they share. */
export async function stopLedgers(ledgers: readonly TestService[]): Promise<void> {
  await Promise.all(ledgers.map((ledger) => ledger.stopOnly()));
  for (const ledger of ledgers) await ledger.stop();
}

export const usd = (units: number | bigint) => ({ currency: 'USD' as const, units: String(units) });

/** Opens a customer's dollar account and puts cents into it. */
export async function openWith({ requests }: TestService, id: string, cents: number | bigint, tenantId = 'acme'): Promise<AccountView> {
  const account = await requests.request(openAccount, { id, kind: 'customer', owner: 'cus_1', currency: 'USD' }, { tenantId });
  if (BigInt(cents) === 0n) return account;
  return requests.request(deposit, { depositId: `dep-${id}`, accountId: id, amount: usd(cents) }, { tenantId });
}

export const balanceOf = async ({ requests }: TestService, id: string, tenantId = 'acme'): Promise<string> => {
  const { posted, pending, available } = await requests.request(getAccount, { id }, { tenantId });
  return `posted ${posted.units} pending ${pending.units} available ${available.units}`;
};
