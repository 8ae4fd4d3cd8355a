import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandboxChains, type SandboxChains, type TestService } from '@sluice/builders';
import { mnemonicToAccount } from 'viem/accounts';
import { Relayers } from '../src/wallets/relayers.js';
import { Transactions } from '../src/transactions/transactions.js';
import { startCaller } from './calls.ts';
import { Chain, Observations, Payment } from './world.ts';

let sandbox: SandboxChains;
let service: TestService;
let base: Chain;
let polygon: Chain;
let optimism: Chain;
const observations = new Observations();

beforeAll(async () => {
  sandbox = await startSandboxChains();
  service = await startCaller(sandbox, {
    change: (chains) => (chains.polygon ? { ...chains, polygon: { ...chains.polygon, bumpAfterMs: 400, pollMs: 100, finalDepth: 6 } } : chains),
  });
  observations.listenTo(service);
  [base, polygon, optimism] = [new Chain(sandbox, 'base'), new Chain(sandbox, 'polygon'), new Chain(sandbox, 'optimism')];
  const relayers = service.app.get(Relayers).addresses();
  for (const chain of [base, polygon, optimism]) for (const relayer of relayers) await chain.mint(relayer, 1_000n);
});
afterAll(async () => {
  await service?.stop();
  await sandbox.stop();
});

const transactions = (): Transactions => service.app.get(Transactions);
const newest = async (key: string) => (await transactions().find(key))?.hashes.at(-1);

describe('a call that is ordered', () => {
  it('is made once, however often it is ordered, and told of until it is final', async () => {
    const payment = new Payment(base);
    await Promise.all([payment.order(service), payment.order(service), payment.order(service)]);
    await observations.next(payment.key, 'final');
    expect(observations.kinds(payment.key)).toEqual(['broadcast', 'confirmed', 'final']);
    expect(await payment.times()).toBe(1);
  });

  it('goes out beside thirty others of the same account, each under a number of its own', async () => {
    const payments = await Promise.all(Array.from({ length: 30 }, () => new Payment(base, 'busy').order(service)));
    await Promise.all(payments.map(({ key }) => observations.next(key, 'confirmed')));
    expect(await Promise.all(payments.map((payment) => payment.times()))).toEqual(payments.map(() => 1));
  });

  it('is refused in the contract\'s own words when it would revert, and takes no number', async () => {
    const payment = new Payment(base, 'refused');
    const from = await transactions().senderOf({ relayer: 'refused' });
    const before = await base.client.getTransactionCount({ address: from });
    const data = payment.data.slice(0, -2).concat('ff') as typeof payment.data;
    const tooMuch = data.slice(0, 10 + 64).concat('f'.repeat(64)) as typeof payment.data;
    await transactions().order({ key: payment.key, owner: 'tests', chain: 'base', from: { relayer: 'refused' }, to: base.usdc, data: tooMuch }, payment.cause);
    expect(await observations.next(payment.key, 'refused')).toMatchObject({ reason: 'ERC20: transfer amount exceeds balance' });
    expect(await base.client.getTransactionCount({ address: from })).toBe(before);
  });
});

describe('a call that nobody mines', () => {
  it('is sent again with higher fees under the same number, and made once', async () => {
    const payment = new Payment(polygon);
    await polygon.holdMining();
    await payment.order(service);
    await observations.next(payment.key, 'broadcast', 3);
    await polygon.mineAgain();
    const { kind, ...final } = await observations.next(payment.key, 'final');
    expect({ kind, hash: 'hash' in final && final.hash }).toEqual({ kind: 'final', hash: await newest(payment.key) });
    expect(await payment.times()).toBe(1);
  });

  it('is sent again when the node forgets it', async () => {
    const payment = new Payment(base, 'forgotten');
    await base.holdMining();
    await payment.order(service);
    await observations.next(payment.key, 'broadcast');
    await base.client.dropTransaction({ hash: (await newest(payment.key)) ?? '0x' });
    await base.mineAgain();
    await observations.next(payment.key, 'confirmed');
    expect(await payment.times()).toBe(1);
  });

  it('is made under another number when somebody else has used its own', async () => {
    const payment = new Payment(polygon, 'shared');
    await polygon.holdMining();
    await payment.order(service);
    await observations.next(payment.key, 'broadcast');
    const from = await transactions().senderOf({ relayer: 'shared' });
    const place = service.app.get(Relayers).addresses().indexOf(from);
    const stranger = mnemonicToAccount(sandbox.mnemonic, { addressIndex: 50 + place });
    const nonce = await polygon.client.getTransactionCount({ address: from });
    await polygon.client.sendTransaction({ account: stranger, to: from, value: 1n, nonce, gas: 30_000n, maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 11n });
    await polygon.mineAgain();
    await observations.next(payment.key, 'final');
    expect(await payment.times()).toBe(1);
    expect(await polygon.client.getTransactionCount({ address: from })).toBe(nonce + 2);
  });
});

describe('a reorganisation of three blocks', () => {
  it('puts the call back and it is made again, the same one', async () => {
    const payment = new Payment(optimism, 'reorganised');
    await optimism.holdMining();
    await optimism.reorganise(async () => {
      await payment.order(service);
      await observations.next(payment.key, 'broadcast');
      await optimism.client.mine({ blocks: 3 });
      await observations.next(payment.key, 'confirmed');
    });
    const confirmed = await observations.next(payment.key, 'confirmed');
    await observations.next(payment.key, 'put-back');
    expect(await payment.times()).toBe(0);
    await optimism.mineAgain();
    const again = await observations.next(payment.key, 'confirmed', 2);
    expect(again).toMatchObject({ hash: 'hash' in confirmed && confirmed.hash });
    await observations.next(payment.key, 'final');
    expect(observations.kinds(payment.key)).toEqual(['broadcast', 'confirmed', 'put-back', 'confirmed', 'final']);
    expect(await payment.times()).toBe(1);
  });
});

describe('a reverted call', () => {
  it('is told of with its reason, read at the head', async () => {
    const payment = new Payment(polygon, 'poor');
    const from = await transactions().senderOf({ relayer: 'poor' });
    await polygon.holdMining();
    await payment.order(service);
    await observations.next(payment.key, 'broadcast');
    await polygon.client.writeContract({
      address: polygon.usdc, abi: [{ type: 'function', name: 'blacklist', inputs: [{ name: 'account', type: 'address' }], outputs: [], stateMutability: 'nonpayable' }],
      functionName: 'blacklist', args: [from], maxPriorityFeePerGas: 10n ** 12n, maxFeePerGas: 10n ** 13n,
    });
    await polygon.mineAgain();
    expect(await observations.next(payment.key, 'reverted')).toMatchObject({ reason: 'Blacklistable: account is blacklisted' });
    expect(await observations.next(payment.key, 'final')).toMatchObject({ succeeded: false });
    expect(await payment.times()).toBe(0);
  });
});
