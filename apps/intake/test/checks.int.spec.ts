import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import { startTestService, type TestService } from '@sluice/builders';
import { checkWithdrawals, listTenants, listUnderWay } from '@sluice/contract-intake';
import { messageCheckRequest, type Finding, type ReplyOf } from '@sluice/contract-kit';
import { newId, numericId } from '@sluice/kernel';
import type { Connection } from 'mongoose';
import { begin } from '../src/engine/advance.js';
import { viewOfKind } from '../src/engine/replies.js';
import { Withdrawals } from '../src/engine/withdrawals.repository.js';
import { IntakeModule } from '../src/intake.module.js';
import { WalletWorld } from './wallet-world.js';
import { someDetails } from './withdrawal.builder.js';

let intake: TestService;
beforeAll(async () => {
  intake = await startTestService({ module: IntakeModule, service: 'intake', hear: false });
});
afterAll(() => intake.stop());

/** A withdrawal of a tenant of its own. */
async function taken(): Promise<{ id: string; tenantId: string }> {
  const [id, tenantId] = [newId(), `tenant-${newId()}`];
  await intake.app.get(Withdrawals).change(id, { id: newId(), tenantId }, () => begin({ kind: 'account', tenantId, dialectId: numericId('wth_'), details: someDetails({ withdrawalId: id }) }, new Date()));
  return { id, tenantId };
}

type Checked = ReplyOf<typeof checkWithdrawals>;

const usd = (units: string) => ({ currency: 'USD' as const, units });
const write = (id: string, update: object) => intake.app.get<Connection>(getConnectionToken()).collection<{ _id: string }>('withdrawals').updateOne({ _id: id }, update);
const check = (tenantId: string, full = false): Promise<Checked> => intake.requests.request(checkWithdrawals, { full }, { tenantId });
const textsOf = (findings: readonly Finding[]): string[] => findings.map(({ invariant, text }) => `${invariant}: ${text}`);

describe('a withdrawal that is as it was made', () => {
  it.each([false, true])('has nothing wrong, holds nothing, and has moved nothing (everything: %s)', async (full) => {
    const { id, tenantId } = await taken();
    const stored = (await intake.app.get(Withdrawals).find(id))!;
    const { now, ...checked } = await check(tenantId, full);
    const changes = stored.state.history.map(({ version, at }) => ({ version, at }));
    expect(checked).toEqual({ findings: [], holds: [], clearing: [], isProved: full, newest: [{ id, version: 1, view: JSON.parse(JSON.stringify(viewOfKind(stored))) as object, changes }] });
    expect(Math.abs(Date.now() - Date.parse(now))).toBeLessThan(60_000);
  });

  it('is nobody else’s', async () => {
    await taken();
    expect(await check(newId())).toMatchObject({ findings: [], newest: [] });
  });
});

describe('a withdrawal that somebody has written into', () => {
  it.each<[number, string, object, (id: string) => string[]]>([
    [4, 'settled without a delivery', { $set: { phase: 'settled' } }, (id) => [`4: ${id} is settled, and 0.00 of 2500.00 USD were delivered`]],
    [7, 'in a state that its history does not lead to', { $set: { state: 'nowhere' } }, (id) => [`7: ${id} is in nowhere, its history ends in screening`]],
    [8, 'of a version that never was', { $set: { version: 7, 'history.0.at': new Date(0).toISOString() } }, (id) => [`8: ${id} has version 7, its history has 1`]],
    [9, 'from sources that are not its amount', { $set: { 'details.sourceLegs': [{ id: 's1', positionKey: 'cash', amount: usd('249999') }] } }, (id) => [`9: ${id} has sources of 2499.99 for 2500.00 USD`]],
  ])('breaks invariant %i: %s', async (_number, _case, update, violations) => {
    const { id, tenantId } = await taken();
    await write(id, update);
    for (const full of [false, true]) expect(textsOf((await check(tenantId, full)).findings)).toEqual(violations(id));
  });

  it('says what the ledger has to have: invariant 5, settled without a posting', async () => {
    const { id, tenantId } = await taken();
    await write(id, { $set: { phase: 'settled', 'details.payoutLegs.0.status': 'delivered' } });
    expect(await check(tenantId)).toMatchObject({ findings: [], clearing: [{ accountId: 'clearing:ACH:USD', amount: usd('250000') }] });
  });

  it('says what its readers see now: invariant 6, to somebody else than was acknowledged', async () => {
    const { id, tenantId } = await taken();
    await write(id, { $set: { 'details.destinationId': 'cpty_2' } });
    expect(await check(tenantId)).toMatchObject({ findings: [], newest: [{ id, view: { destinationId: 'cpty_2' } }] });
  });

  it('says of which version it is, and when each was made: invariant 8', async () => {
    const { id, tenantId } = await taken();
    await write(id, { $set: { version: 7, 'history.0.at': new Date(0).toISOString() } });
    expect((await check(tenantId)).newest).toMatchObject([{ version: 7, changes: [{ version: 1, at: new Date(0).toISOString() }] }]);
  });

  it('says which hold must be open: invariant 11', async () => {
    const { id, tenantId } = await taken();
    await write(id, { $set: { state: 'delivering' } });
    expect((await check(tenantId)).holds).toEqual([{ holdId: `${id}/1`, accountId: 'acc_1', units: '250000', ledgerHold: 'open' }]);
  });

  it('breaks invariant 12: whose messages nobody sends', async () => {
    const { id, tenantId } = await taken();
    await write(id, { $set: { 'outbox.$[].at': new Date(0) } });
    const { findings } = await intake.requests.request(messageCheckRequest('intake'), {}, { tenantId });
    expect(textsOf(findings)).toEqual([`12: intake: messages of ${id} wait in its outbox`]);
  });
});

describe('what is on its way out of wallets', () => {
  const listed = (tenantId: string, accountIds: string[]) => intake.requests.request(listUnderWay, { accountIds }, { tenantId });

  it('is the legs that have not ended, by wallet and for its tenant alone', async () => {
    const { id, tenantId } = await taken();
    const world = new WalletWorld();
    while (world.withdrawal.state.legs.length === 0) world.answer(0, 0);
    const { legs, details } = world.withdrawal.state;
    await write(id, { $set: { kind: 'wallet', legs, 'details.accountId': 'wallet' } });
    const sum = legs.reduce((units, leg) => units + BigInt(leg.details.amount.units), 0n).toString();
    expect(details.accountId).toBe('wallet');
    expect(await listed(tenantId, ['wallet', 'another'])).toEqual({ accounts: [{ accountId: 'wallet', units: sum }] });
    expect([await listed(tenantId, ['another']), await listed(newId(), ['wallet']), await listed(tenantId, [])]).toEqual([{ accounts: [] }, { accounts: [] }, { accounts: [] }]);
    await write(id, { $set: { endedAt: new Date().toISOString() } });
    expect(await listed(tenantId, ['wallet'])).toEqual({ accounts: [] });
  });
});

describe('the tenants', () => {
  const tenants = async (unchecked: boolean) => (await intake.requests.request(listTenants, { unchecked }, { tenantId: 'shared' })).tenants;

  it('are all that have a withdrawal, or those of whom one has changed since it was right', async () => {
    const { id, tenantId } = await taken();
    expect([(await tenants(false)).includes(tenantId), (await tenants(true)).includes(tenantId)]).toEqual([true, true]);
    await write(id, { $unset: { unchecked: '' } });
    expect([(await tenants(false)).includes(tenantId), (await tenants(true)).includes(tenantId), (await tenants(false)).includes('shared')]).toEqual([true, false, false]);
  });
});
