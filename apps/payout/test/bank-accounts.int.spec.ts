import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import type { RequestOf, BodyOf } from '@sluice/contract-kit';
import {
  addBankAccount, bankAccountRefused, bankAccountUsable, checkBankAccount, getBankAccount, listBankAccounts, resolveBankAccount, setBankAccountStatus,
} from '@sluice/contract-payout';
import { newId, type DomainError } from '@sluice/kernel';
import { World } from './world.js';

let world: World;
let service: TestService;
let other: TestService;
beforeAll(async () => {
  world = await World.start();
  service = await world.payout();
  other = await world.payout({ namespace: service.namespace });
});
afterAll(async () => {
  await other.stopOnly();
  await other.probe.close();
  await service.stop();
  await world.stop();
});

type NewBankAccount = RequestOf<typeof addBankAccount>;
const acme = { tenantId: 'acme' };
const globex = { tenantId: 'globex' };
const newParty = (): string => `pty-${newId()}`;

const adas = (changed: Partial<NewBankAccount> = {}): NewBankAccount => ({
  id: `bac-${newId()}`, partyId: newParty(), name: 'Ada Lovelace', sortCode: '20-00-00', accountNumber: '55779911', currency: 'GBP', countryCode: 'GB', status: 'active', isDefault: false, ...changed,
});
const add = (account: NewBankAccount, context = acme, at = service) => at.requests.request(addBankAccount, account, context);
const get = (id: string, context = acme) => service.requests.request(getBankAccount, { id }, context);
const list = (ask: RequestOf<typeof listBankAccounts>, context = acme) => service.requests.request(listBankAccounts, ask, context);
const resolve = (partyId: string, id?: string, context = acme) => service.requests.request(resolveBankAccount, { partyId, id }, context);
const setStatus = (id: string, status: NewBankAccount['status'], context = acme) => service.requests.request(setBankAccountStatus, { id, status }, context);

async function refusalOf(reply: Promise<unknown>): Promise<unknown> {
  const { code, details } = await reply.then(() => ({}) as DomainError, (error: DomainError) => error);
  return { code, fields: details.map(({ field }) => field) };
}
const notFound = { code: 'not_found', fields: [] };
const conflict = { code: 'request_conflict', fields: [] };

describe('a bank account', () => {
  it('is read as it was added, letter for letter', async () => {
    const account = adas();
    const added = await add(account);
    expect(added).toEqual({ ...account, addedAt: expect.any(String) as unknown });
    expect(await get(account.id)).toEqual(added);
  });

  it('added again is the same, also at once and after its status has changed', async () => {
    const account = adas();
    const copies = await Promise.all([add(account), add(account, acme, other), add(account)]);
    expect(new Set(copies.map((copy) => JSON.stringify(copy))).size).toBe(1);
    await setStatus(account.id, 'suspended');
    expect(await add(account)).toEqual({ ...copies[0], status: 'suspended' });
  });

  it('added again with other content is refused and stays as it was', async () => {
    const account = await add(adas());
    const { addedAt: _, ...again } = account;
    expect(await refusalOf(add({ ...again, name: 'Eve' }))).toEqual(conflict);
    expect(await refusalOf(add({ ...again, isDefault: true }))).toEqual(conflict);
    expect(await get(account.id)).toEqual(account);
  });

  it('with malformed numbers is refused with every problem, and not stored', async () => {
    const wrong = adas({ sortCode: '20-00', accountNumber: '1' });
    expect(await refusalOf(add(wrong))).toEqual({ code: 'invalid_request', fields: ['sortCode', 'accountNumber'] });
    expect(await refusalOf(get(wrong.id))).toEqual(notFound);
    expect(await refusalOf(resolve(wrong.partyId))).toEqual(notFound);
  });

  it('that is pending may have its sort code to come', async () => {
    expect(await add(adas({ sortCode: 'PENDING_BANK_ACCOUNT', status: 'pending' }))).toMatchObject({ status: 'pending', sortCode: 'PENDING_BANK_ACCOUNT' });
  });

  it('that becomes inactive is so for good', async () => {
    const { id } = await add(adas());
    expect((await setStatus(id, 'suspended')).deactivatedAt).toBeUndefined();
    const inactive = await setStatus(id, 'inactive');
    expect(inactive).toMatchObject({ status: 'inactive', deactivatedAt: expect.any(String) as unknown });
    expect(await refusalOf(setStatus(id, 'active'))).toEqual({ code: 'invalid_status', fields: [] });
    expect(await setStatus(id, 'inactive')).toEqual(inactive);
    expect(await get(id)).toEqual(inactive);
  });

  it('that is not there is not found', async () => {
    expect(await refusalOf(get('bac-none'))).toEqual(notFound);
    expect(await refusalOf(setStatus('bac-none', 'active'))).toEqual(notFound);
  });
});

describe("a party's default bank account", () => {
  it('is the latest added while none is marked', async () => {
    const partyId = newParty();
    expect(await refusalOf(resolve(partyId))).toEqual(notFound);
    await add(adas({ partyId }));
    const { id } = await add(adas({ partyId, status: 'suspended' }));
    expect(await resolve(partyId)).toMatchObject({ id, isDefault: false });
  });

  it('is the marked one, whatever came later and whatever its status', async () => {
    const partyId = newParty();
    const { id } = await add(adas({ partyId, isDefault: true }));
    await add(adas({ partyId }));
    await setStatus(id, 'inactive');
    expect(await resolve(partyId)).toMatchObject({ id, isDefault: true, status: 'inactive' });
  });

  it('is the one marked last, which took the mark from the others', async () => {
    const partyId = newParty();
    const [first, second] = [await add(adas({ partyId, isDefault: true })), await add(adas({ partyId, isDefault: true }))];
    expect([first.isDefault, second.isDefault]).toEqual([true, true]);
    expect((await list({ limit: 10, partyId })).bankAccounts.map(({ isDefault }) => isDefault)).toEqual([false, true]);
    expect(await get(first.id)).toEqual({ ...first, isDefault: false });
  });

  it('is one of those that were marked at the same moment, by two instances', async () => {
    const partyId = newParty();
    await Promise.all(Array.from({ length: 12 }, (_, nth) => add(adas({ partyId, isDefault: true }), acme, nth % 2 === 0 ? service : other)));
    const { bankAccounts } = await list({ limit: 100, partyId });
    expect(bankAccounts).toHaveLength(12);
    expect(bankAccounts.filter(({ isDefault }) => isDefault)).toEqual([await resolve(partyId)]);
    expect(bankAccounts.at(-1)?.isDefault).toBe(true);
  });

  it("is never another party's, nor another tenant's", async () => {
    const [mine, theirs] = [await add(adas({ isDefault: true })), await add(adas({ isDefault: true }))];
    expect((await resolve(mine.partyId)).id).toBe(mine.id);
    expect((await resolve(mine.partyId, mine.id)).id).toBe(mine.id);
    expect(await refusalOf(resolve(mine.partyId, theirs.id))).toEqual(notFound);
    expect(await refusalOf(resolve(mine.partyId, 'bac-none'))).toEqual(notFound);
    expect(await refusalOf(resolve(mine.partyId, mine.id, globex))).toEqual(notFound);
    expect(await refusalOf(resolve(mine.partyId, undefined, globex))).toEqual(notFound);
  });
});

describe("another tenant's bank account", () => {
  it('is not there to be read, changed or added', async () => {
    const account = adas();
    const added = await add(account);
    expect(await refusalOf(get(account.id, globex))).toEqual(notFound);
    expect(await refusalOf(setStatus(account.id, 'inactive', globex))).toEqual(notFound);
    expect(await refusalOf(add(account, globex))).toEqual(conflict);
    expect(await refusalOf(list({ limit: 10, after: account.id }, globex))).toEqual({ code: 'invalid_request', fields: ['after'] });
    expect((await list({ limit: 10, partyId: account.partyId }, globex)).bankAccounts).toEqual([]);
    expect(await get(account.id)).toEqual(added);
  });
});

describe('a list of bank accounts', () => {
  it('is cut into pages, oldest first, each one once, while others are added', async () => {
    const tenant = { tenantId: `t-${newId()}` };
    const adding = Array.from({ length: 9 }, () => add(adas(), tenant));
    const seen: string[] = [];
    const read = async (): Promise<boolean> => {
      const page = await list({ limit: 2, ...(seen.length > 0 ? { after: seen.at(-1) } : {}) }, tenant);
      seen.push(...page.bankAccounts.map(({ id }) => id));
      return page.bankAccounts.length > 0;
    };
    while (seen.length < 4) await read();
    await Promise.all(adding);
    while (await read());
    expect(seen).toEqual((await list({ limit: 100 }, tenant)).bankAccounts.map(({ id }) => id));
    expect(new Set(seen).size).toBe(9);
  });

  it('says whether there is more', async () => {
    const partyId = newParty();
    await add(adas({ partyId }));
    await add(adas({ partyId }));
    expect([(await list({ limit: 1, partyId })).hasMore, (await list({ limit: 2, partyId })).hasMore]).toEqual([true, false]);
  });

  it('cannot begin after what is not there', async () => {
    expect(await refusalOf(list({ limit: 10, after: 'bac-none' }))).toEqual({ code: 'invalid_request', fields: ['after'] });
  });
});

describe('a check of a bank account', () => {
  const check = async (body: BodyOf<typeof checkBankAccount>, tenantId = 'acme') => {
    const withdrawalId = newId();
    await service.publish(checkBankAccount, body, { tenantId, withdrawalId, replyTo: 'tester' });
    return withdrawalId;
  };

  it('says by which rail it is paid, and again to a copy', async () => {
    const { id, partyId } = await add(adas());
    const ask = { bankAccountId: id, partyId, currency: 'GBP' };
    const withdrawalId = await check(ask);
    expect(await service.next(bankAccountUsable)).toMatchObject({ withdrawalId, body: { bankAccountId: id, rail: 'FPS', payeeName: 'Ada Lovelace' } });
    await check(ask);
    await service.next(bankAccountUsable);
    expect(service.seen(bankAccountRefused)).toEqual([]);
  });

  it('refuses what is not there, not its party\'s, not its tenant\'s, not active or not in the currency', async () => {
    const [good, suspended] = [await add(adas()), await add(adas({ status: 'suspended' }))];
    const ask = { bankAccountId: good.id, partyId: good.partyId, currency: 'GBP' };
    const refusals: [BodyOf<typeof checkBankAccount>, string, string?][] = [
      [{ ...ask, bankAccountId: 'bac-none' }, 'not_found'], [{ ...ask, partyId: suspended.partyId }, 'not_found'], [ask, 'not_found', 'globex'],
      [{ ...ask, bankAccountId: suspended.id, partyId: suspended.partyId }, 'not_active'], [{ ...ask, currency: 'EUR' }, 'currency_mismatch'], [{ ...ask, currency: 'JPY' }, 'currency_mismatch'],
    ];
    for (const [body, reason, tenantId] of refusals) {
      const withdrawalId = await check(body, tenantId);
      expect(await service.next(bankAccountRefused)).toMatchObject({ withdrawalId, body: { bankAccountId: body.bankAccountId, reason } });
    }
    expect(service.seen(bankAccountUsable)).toEqual([]);
  });
});
