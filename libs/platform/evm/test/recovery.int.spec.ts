import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandboxChains, until, type SandboxChains, type TestService } from '@sluice/builders';
import { parseGwei } from 'viem';
import { ChainRecovery } from '../src/recovery/chain-recovery.js';
import { ChainNodes } from '../src/transactions/chain-node.js';
import { SignerNonces } from '../src/transactions/nonces.js';
import { Transactions } from '../src/transactions/transactions.js';
import { usdcAbi } from '../src/usdc/authorization.js';
import { Relayers } from '../src/wallets/relayers.js';
import { startCaller } from './calls.ts';
import { Chain, Observations, Payment } from './world.ts';

const MOST_FEE = parseGwei('2000');

let sandbox: SandboxChains;
let service: TestService;
let polygon: Chain;
const observations = new Observations();

beforeAll(async () => {
  sandbox = await startSandboxChains();
  const quick = { bumpAfterMs: 400, pollMs: 100, recheckMs: 100, finalDepth: 6, mostFeePerGas: MOST_FEE };
  service = await startCaller(sandbox, { change: (chains) => (chains.polygon ? { polygon: { ...chains.polygon, ...quick } } : {}) });
  observations.listenTo(service);
  polygon = new Chain(sandbox, 'polygon');
  for (const relayer of service.app.get(Relayers).addresses()) await polygon.mint(relayer, 1_000n);
});
afterEach(() => polygon.mineAgain());
afterAll(async () => {
  await service?.stop();
  await sandbox.stop();
});

const transactions = (): Transactions => service.app.get(Transactions);
const hashesOf = async (key: string) => (await transactions().find(key))?.hashes ?? [];
const dearer = () => polygon.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('500') });

/** The most that a form of it offers, of those that the node has. */
async function highestFee(key: string): Promise<bigint> {
  const forms = await Promise.allSettled((await hashesOf(key)).map((hash) => polygon.client.getTransaction({ hash })));
  return forms.reduce((most, form) => (form.status === 'fulfilled' && (form.value.maxFeePerGas ?? 0n) > most ? form.value.maxFeePerGas ?? 0n : most), 0n);
}

/** The base fee rises right after the fees of the next transactions were read, before they are sent. */
function dearerAfterSigning(times: number): void {
  const node = service.app.get(ChainNodes).of('polygon');
  const fees = node.fees.bind(node);
  let left = times;
  node.fees = async () => {
    const before = await fees();
    left -= 1;
    if (left === 0) await dearer();
    if (left <= 0) node.fees = fees;
    return before;
  };
}

describe('a base fee of 500 gwei that comes between signing and sending, and stays', () => {
  it('is met under the same nonces, and nobody behind is held up', async () => {
    await polygon.holdMining();
    dearerAfterSigning(3);
    const payments = await Promise.all(Array.from({ length: 3 }, () => new Payment(polygon, 'dear').order(service)));
    for (const { key } of payments) await observations.next(key, 'broadcast');
    await polygon.mineAgain();
    for (const { key } of payments) {
      await observations.next(key, 'final');
      expect((await hashesOf(key)).length).toBeGreaterThan(1);
      expect(await highestFee(key)).toBeGreaterThanOrEqual(parseGwei('500'));
      expect(await highestFee(key)).toBeLessThanOrEqual(MOST_FEE);
    }
    expect(await Promise.all(payments.map((payment) => payment.times()))).toEqual([1, 1, 1]);
  });

  it('is met after the pool has lost the transaction', async () => {
    await polygon.holdMining();
    const payment = await new Payment(polygon, 'lost').order(service);
    await observations.next(payment.key, 'broadcast');
    await dearer();
    for (const hash of await hashesOf(payment.key)) await polygon.client.dropTransaction({ hash });
    await until('a form pays enough', async () => (await highestFee(payment.key)) >= parseGwei('500'));
    await polygon.mineAgain();
    await observations.next(payment.key, 'final');
    expect(await payment.times()).toBe(1);
  });

  it('is met after a reorganisation has put the transaction back', async () => {
    await polygon.holdMining();
    const payment = new Payment(polygon, 'back');
    await polygon.reorganise(async () => {
      await payment.order(service);
      await observations.next(payment.key, 'broadcast');
      await polygon.client.mine({ blocks: 3 });
      await observations.next(payment.key, 'confirmed');
    });
    await dearer();
    await observations.next(payment.key, 'put-back');
    await until('a form pays enough', async () => (await highestFee(payment.key)) >= parseGwei('500'));
    await polygon.mineAgain();
    await observations.next(payment.key, 'final');
    expect(await payment.times()).toBe(1);
  });
});

describe('a nonce that was given to a transaction of which nothing is left', () => {
  it('is seen by those whose transaction waits behind it, and filled', async () => {
    const signer = await transactions().senderOf({ relayer: 'ghost' });
    const used = await polygon.client.getTransactionCount({ address: signer });
    await polygon.holdMining();
    await service.app.get(SignerNonces).allot(`polygon:${signer}`, 'a ghost', () => Promise.resolve(used));
    const payment = await new Payment(polygon, 'ghost').order(service);
    const recovery = service.app.get(ChainRecovery);
    await until('the hole is seen', async () => (await recovery.holesOf('acme')).length > 0);
    expect(await recovery.holesOf('acme')).toMatchObject([{ chain: 'polygon', signer, nonce: used, waiting: [payment.key] }]);
    expect(await recovery.holesOf('globex')).toEqual([]);
    await polygon.mineAgain();
    await observations.next(payment.key, 'final');
    expect(await payment.times()).toBe(1);
    await until('the hole is gone', async () => (await recovery.holesOf('acme')).length === 0);
  });
});

describe('a reorganisation that is deeper than what is final', () => {
  it('is found without being asked for, and what it has taken back is made again, the same', async () => {
    await polygon.holdMining();
    const payments = [new Payment(polygon, 'deep'), new Payment(polygon, 'deep')];
    await polygon.reorganise(async () => {
      for (const payment of payments) await payment.order(service);
      for (const { key } of payments) await observations.next(key, 'broadcast');
      await polygon.client.mine({ blocks: 8 });
      for (const { key } of payments) await observations.next(key, 'final');
    });
    const before = await Promise.all(payments.map(({ key }) => hashesOf(key)));
    await polygon.client.mine({ blocks: 20 });
    for (const { key } of payments) await observations.next(key, 'gone');
    await polygon.mineAgain();
    for (const { key } of payments) await observations.next(key, 'final', 2);
    expect(await Promise.all(payments.map((payment) => payment.times()))).toEqual([1, 1]);
    expect(await Promise.all(payments.map(({ key }) => hashesOf(key)))).toEqual(before);
    expect(observations.kinds(payments[0]?.key ?? '')).toEqual(['broadcast', 'confirmed', 'final', 'gone', 'confirmed', 'final']);
  });
});

describe('questions about the latest block while blocks arrive', () => {
  it('are answered, every one, by a node that keeps no history', async () => {
    const { client } = polygon;
    let isMining = true;
    const reader = async () => { while (isMining) await polygon.client.readContract({ address: polygon.usdc, abi: usdcAbi, functionName: 'balanceOf', args: [polygon.usdc] }); };
    const readers = Promise.all([reader(), reader(), reader()]);
    for (let block = 0; block < 300; block += 1) await client.mine({ blocks: 1 });
    isMining = false;
    await expect(readers).resolves.toHaveLength(3);
  });
});
