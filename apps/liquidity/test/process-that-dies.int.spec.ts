import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { infrastructure, spawnService, terminate, until, type TestService } from '@sluice/builders';
import { groupSourced, liquidityReserved, type Group } from '@sluice/contract-liquidity';
import { createConnection, type Connection } from 'mongoose';
import type { Address } from 'viem';
import { Chains, dollars, startLiquidity, TestWallet, type TestLeg } from './wallet-world.js';

const main = new URL('../src/main.ts', import.meta.url);

let chains: Chains;
let service: TestService;
let folder: string;
let database: Connection;
let environment: Record<string, string>;
beforeAll(async () => {
  chains = await Chains.start();
  folder = await mkdtemp(join(tmpdir(), 'liquidity-'));
  environment = { SLUICE_CHAINS_FILE: join(folder, 'chains.json'), WALLET_MNEMONIC: chains.config.mnemonic ?? '' };
  await writeFile(environment['SLUICE_CHAINS_FILE'] ?? '', chains.file);
  service = await startLiquidity(chains);
  environment['SLUICE_NAMESPACE'] = service.namespace;
  database = await createConnection(infrastructure().mongodbUri, { dbName: `${service.namespace}_liquidity` }).asPromise();
});
afterAll(async () => {
  await database.close();
  await service.stop();
  await chains.stop();
  await rm(folder, { recursive: true });
});

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const stored = (collection: string, filter: object = {}): Promise<number> => database.collection(collection).countDocuments(filter);

interface Unwinding {
  readonly wallet: TestWallet;
  readonly leg: TestLeg;
  readonly group: Group;
  readonly address: Address;
}

async function prepared(into: 'usdz' | 'syrupUsdc' | 'rlp'): Promise<Unwinding> {
  const wallet = await TestWallet.open(service, chains, [{ chain: into === 'usdz' ? 'arbitrum' : 'ethereum', amount: 20, into }]);
  const reservationId = await wallet.reserve(10, { destinationChain: into === 'usdz' ? 'arbitrum' : 'ethereum' });
  const { groups: [group] } = (await wallet.next(liquidityReserved)).body;
  return { wallet, leg: wallet.leg(reservationId), group: group!, address: (await wallet.view()).depositAddress as Address };
}

describe('a process that is killed again and again while it unwinds', () => {
  it('unwinds each position exactly once and answers for each', async () => {
    const all: Unwinding[] = [];
    for (const into of ['usdz', 'syrupUsdc', 'rlp'] as const) all.push(await prepared(into));
    await service.stopOnly();
    /** Moments at which the process dies: each is seen in what it has stored so far. */
    const moments = [
      async () => (await stored('wallets', { 'claims.moving': { $exists: true } })) > 0,
      async () => (await stored('transactions', { owner: 'unwind', 'attempts.0': { $exists: true } })) > 0,
    ];
    for (const { leg, group } of all) await leg.source(group, group.key === 'usdz' ? 'arbitrum' : 'ethereum');
    for (const isThere of moments) {
      const child = spawnService(main, environment);
      await until('the moment has come', isThere);
      await killed(child);
    }
    const survivor = spawnService(main, environment);
    const sourced = new Set<string>();
    while (sourced.size < all.length) sourced.add((await service.next(groupSourced, 180_000)).body.legId);
    expect(sourced).toEqual(new Set(all.map(({ leg }) => leg.name.legId)));
    for (const { group, address } of all) {
      const chain = group.key === 'usdz' ? 'arbitrum' : 'ethereum';
      expect(await chains.balance(chain, address)).toBe(dollars(10));
      expect(await chains.node(chain).getTransactionCount({ address })).toBe(group.key === 'rlp' ? 2 : 1);
    }
    await terminate(survivor);
  });
});
