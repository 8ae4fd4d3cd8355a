import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators, type Simulators } from '../src/index.js';

let folder: string;
let simulators: Simulators;
const start = (): Promise<Simulators> => startSimulators({ port: 0, journalFolder: folder, callbackSecret: 'not used by any test here' });
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'solana-'));
  simulators = await start();
});
afterAll(async () => {
  await simulators.stop();
  rmSync(folder, { recursive: true });
});

async function post(path: string, body: object): Promise<number> {
  const response = await fetch(`${simulators.url}/solana/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  await response.body?.cancel();
  return response.status;
}

const freshOwner = (): string => `0x${randomUUID().replaceAll('-', '')}0000000A`;
const depositOf = (owner: string, amount = '10') => ({ id: randomUUID(), owner, amount });
const burnOf = (owner: string, amount: string) => ({ key: randomUUID(), tenantId: 'acme', owner, amount, destinationDomain: 0, mintRecipient: owner });

async function accounts(...owners: string[]): Promise<unknown> {
  const response = await fetch(`${simulators.url}/solana/accounts?owners=${owners.join(',')}`);
  return ((await response.json()) as { accounts: unknown }).accounts;
}

describe('an account', () => {
  it('has what arrived less what was burned, also after a restart, each once however often it is ordered', async () => {
    const owner = freshOwner();
    const [deposit, burn] = [depositOf(owner), burnOf(owner, '4')];
    expect([await post('deposits', deposit), await post('deposits', deposit), await post('burns', burn), await post('burns', burn)]).toEqual([200, 200, 200, 200]);
    await simulators.stop();
    simulators = await start();
    expect([await post('deposits', deposit), await post('burns', burn)]).toEqual([200, 200]);
    expect(await accounts(freshOwner(), owner.toLowerCase())).toEqual([{ units: '0', burned: [] }, { units: '6', burned: [burn.key] }]);
  });

  it('is not burned of what it has not got', async () => {
    const owner = freshOwner();
    await post('deposits', depositOf(owner));
    expect([await post('burns', burnOf(owner, '11')), await post('burns', burnOf(freshOwner(), '1')), await post('burns', burnOf(owner, '10'))]).toEqual([422, 422, 200]);
    expect(await accounts(owner)).toMatchObject([{ units: '0' }]);
  });

  it('takes no other order under a known key, and none that is none', async () => {
    const owner = freshOwner();
    const [deposit, burn] = [depositOf(owner), burnOf(owner, '4')];
    await post('deposits', deposit);
    await post('burns', burn);
    expect([await post('deposits', { ...deposit, amount: '11' }), await post('burns', { ...burn, amount: '1' })]).toEqual([409, 409]);
    expect([await post('deposits', { ...deposit, amount: '0' }), await post('burns', { ...burn, owner: 'somebody' })]).toEqual([400, 400]);
    expect(await accounts(owner)).toMatchObject([{ units: '6' }]);
  });
});

describe('the list of transfers', () => {
  const read = async (path: string): Promise<unknown> => (await fetch(`${simulators.url}/solana/${path}`)).json();

  it('has every deposit at a place of its own, for good, and says how many there are', async () => {
    const { height } = (await read('height')) as { height: number };
    const deposits = [depositOf(freshOwner()), depositOf(freshOwner(), '7')];
    for (const deposit of [...deposits, ...deposits]) await post('deposits', deposit);
    const listed = deposits.map(({ id, owner, amount }, index) => ({ signature: id, slot: height + 1 + index, owner: owner.toLowerCase(), units: amount }));
    expect(await read('height')).toEqual({ height: height + 2 });
    expect(await read(`transfers?from=${height + 1}&to=${height + 9}`)).toEqual({ transfers: listed });
    expect(await read(`transfers?from=${height + 2}&to=${height + 2}`)).toEqual({ transfers: listed.slice(1) });
    await simulators.stop();
    simulators = await start();
    expect(await read(`transfers?from=${height + 1}&to=${height + 2}`)).toEqual({ transfers: listed });
  });

  it('has nothing beyond its end', async () => {
    const { height } = (await read('height')) as { height: number };
    expect(await read(`transfers?from=${height + 1}&to=${height + 5}`)).toEqual({ transfers: [] });
  });
});
