import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/builders';
import { nameGiven, walletMoved } from '@sluice/contract-liquidity';
import { Parties } from '../src/portfolios/portfolios.repository.js';
import { Wallets } from '../src/wallets/wallets.repository.js';
import { PortfolioWorld } from './portfolio-world.js';

let world: PortfolioWorld;
beforeAll(async () => { world = await PortfolioWorld.start(); });
afterAll(() => world.stop());

const createdAt = '2026-01-15T10:30:00.000Z';
const stored = (_id: string, tenantId: string, fields: object) => ({ _id: _id as never, tenantId, version: 3, outbox: [], cause: {}, createdAt, ...fields });
/** From before there was cash in it, or anything that was counted. */
const wallet = (_id: string, tenantId: string, label: string) => stored(_id, tenantId, { label, status: 'active', approvalPolicy: 'customer', targets: [], address: `0x${'0'.repeat(40)}`, claims: [], cash: {} });
const party = (_id: string, tenantId: string, name: string, serial: number) => stored(_id, tenantId, { name, serial, status: 'active' });

const model = (store: typeof Parties | typeof Wallets) => world.service.app.get<Parties | Wallets>(store).model;
const notes = () => model(Parties).db.collection<{ _id: string; notBefore: Date; isDone: boolean }>('older_documents');
const noted = (count: number, filter: object) => until('it is noted', async () => (await notes().countDocuments(filter)) === count);
const announced = (): string[] => world.service.seen(nameGiven).map(({ tenantId, body: { subjectId, name } }) => `${tenantId} ${subjectId} ${name}`).toSorted();

async function restarted(): Promise<void> {
  await world.restart(world.simulators.url);
  await noted(2, { isDone: true });
}

describe('names of parties and wallets that were stored by a version that announced none', () => {
  it('are announced after a start, once, page by page, but for wallets without a label; and not after another start', async () => {
    const ids = Array.from({ length: 110 }, (_, index) => `pty-${1_000 + index}`);
    await model(Parties).collection.insertMany(ids.map((id, index) => party(id, 'acme', `Ada ${id}`, index + 1)));
    await model(Wallets).collection.insertMany([wallet('w-1', 'acme', 'Treasury'), wallet('w-2', 'acme', ''), wallet('w-3', 'globex', 'Savings')]);
    await noted(2, {});
    expect(announced()).toEqual([]);

    await notes().updateMany({}, { $set: { notBefore: new Date(0) } });
    await restarted();
    await until('all are announced', () => announced().length >= 112);
    expect(announced()).toEqual([...ids.map((id) => `acme ${id} Ada ${id}`), 'acme w-1 Treasury', 'globex w-3 Savings'].toSorted());
    expect(world.service.seen(walletMoved)).toEqual([]);

    await restarted();
    expect(announced()).toEqual([]);
  });
});
