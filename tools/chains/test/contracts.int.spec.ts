import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concat, createTestClient, keccak256, numberToHex, pad, parseAbi, publicActions, walletActions, type Address, type Hex, type TransactionReceipt } from 'viem';
import { messageTransmitter, sandboxChains, tokenMessenger, type SandboxChain } from '../chains.ts';
import { retryingHttp, sandboxAccount } from '../plant.ts';
import { startChains, stopChains, type RunningChain } from '../start-chains.ts';

const usdcAbi = parseAbi([
  'function mint(address to, uint256 amount) returns (bool)',
  'function approve(address spender, uint256 amount) returns (bool)',
  'function balanceOf(address owner) view returns (uint256)',
  'function name() view returns (string)',
  'function version() view returns (string)',
  'function DOMAIN_SEPARATOR() view returns (bytes32)',
  'function authorizationState(address authorizer, bytes32 nonce) view returns (bool)',
  'function blacklist(address account)',
  'function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)',
]);
const bridgeAbi = parseAbi([
  'function depositForBurn(uint256 amount, uint32 destinationDomain, bytes32 mintRecipient, address burnToken, bytes32 destinationCaller, uint256 maxFee, uint32 minFinalityThreshold)',
  'function receiveMessage(bytes message, bytes attestation) returns (bool)',
  'event MessageSent(bytes message)',
]);
const positionAbi = parseAbi([
  'function approve(address spender, uint256 amount) returns (bool)',
  'function deposit(uint256 assets, address to) returns (uint256)',
  'function requestRedeem(uint256 shares) returns (uint256)',
  'function claim(uint256 requestId, address to)',
]);

const minter = sandboxAccount('minter');
const treasury = sandboxAccount('funder');
const stranger: Address = '0x00000000000000000000000000000000000d00d1';
const far = 4_000_000_000n;

const chainNamed = (name: string): SandboxChain => {
  const chain = sandboxChains.find((one) => one.name === name);
  if (!chain) throw new Error(name);
  return chain;
};

function clientOf({ rpcUrl }: RunningChain, { id, name }: SandboxChain) {
  const chain = { id, name, nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpcUrl] } } };
  return createTestClient({ mode: 'anvil', account: minter, chain, transport: retryingHttp(rpcUrl), pollingInterval: 20 }).extend(publicActions).extend(walletActions);
}
type Client = ReturnType<typeof clientOf>;

let stateFolder: string;
let clients: Record<string, Client>;
let running: Record<string, RunningChain>;
const on = (name: string): Client => clients[name] as Client;

beforeAll(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'sluice-chains-'));
  running = await startChains({ stateFolder, fresh: true });
  clients = Object.fromEntries(sandboxChains.map((chain) => [chain.name, clientOf(running[chain.name] as RunningChain, chain)]));
});

afterAll(async () => {
  await stopChains(stateFolder);
  await rm(stateFolder, { recursive: true });
});

async function done(client: Client, hash: Promise<Hex>): Promise<TransactionReceipt> {
  const receipt = await client.waitForTransactionReceipt({ hash: await hash });
  expect(receipt.status).toBe('success');
  return receipt;
}

const balance = (name: string, owner: Address): Promise<bigint> =>
  on(name).readContract({ address: chainNamed(name).usdc, abi: usdcAbi, functionName: 'balanceOf', args: [owner] });

const mint = (name: string, to: Address, amount: bigint) =>
  done(on(name), on(name).writeContract({ address: chainNamed(name).usdc, abi: usdcAbi, functionName: 'mint', args: [to, amount] }));

async function authorization(name: string, value: bigint, nonce: Hex, validBefore = far) {
  const { id, usdc } = chainNamed(name);
  const message = { from: treasury.address, to: stranger, value, validAfter: 0n, validBefore, nonce };
  const field = (named: string, type: string) => ({ name: named, type });
  const signature = await treasury.signTypedData({
    domain: { name: 'USD Coin', version: '2', chainId: id, verifyingContract: usdc },
    types: { TransferWithAuthorization: [field('from', 'address'), field('to', 'address'), field('value', 'uint256'), field('validAfter', 'uint256'), field('validBefore', 'uint256'), field('nonce', 'bytes32')] },
    primaryType: 'TransferWithAuthorization', message,
  });
  return { address: usdc, abi: usdcAbi, functionName: 'transferWithAuthorization' as const, args: [message.from, message.to, value, 0n, validBefore, nonce, signature] as const };
}

describe('USDC at its production address', () => {
  it('names itself as there on every chain, each in a domain of its own', async () => {
    const separators = await Promise.all(sandboxChains.map(async ({ name, usdc }) => {
      const read = (functionName: 'name' | 'version' | 'DOMAIN_SEPARATOR') => on(name).readContract({ address: usdc, abi: usdcAbi, functionName });
      expect([await read('name'), await read('version')]).toEqual(['USD Coin', '2']);
      return read('DOMAIN_SEPARATOR');
    }));
    expect(new Set(separators).size).toBe(sandboxChains.length);
  });

  it('pays by an authorization once, whoever sends it', async () => {
    await mint('base', treasury.address, 5_000_000n);
    const pay = await authorization('base', 5_000_000n, keccak256('0x01'));
    await done(on('base'), on('base').writeContract(pay));
    expect(await balance('base', stranger)).toBe(5_000_000n);
    await expect(on('base').writeContract(pay)).rejects.toThrow('authorization is used or canceled');
  });

  it.each([
    ['expired', 1n, 'authorization is expired'],
    ['signed for another amount', far, 'invalid signature'],
  ] as const)('refuses an authorization that is %s', async (what, validBefore, refusal) => {
    const pay = await authorization('base', 1n, keccak256('0x02'), validBefore);
    const args = what === 'expired' ? pay.args : ([pay.args[0], pay.args[1], 2n, pay.args[3], pay.args[4], pay.args[5], pay.args[6]] as const);
    await expect(on('base').writeContract({ ...pay, args })).rejects.toThrow(refusal);
  });

  it('refuses a blocked recipient and more than there is', async () => {
    const poor = await authorization('polygon', 1n, keccak256('0x03'));
    await expect(on('polygon').writeContract(poor)).rejects.toThrow('transfer amount exceeds balance');
    await mint('polygon', treasury.address, 1n);
    await done(on('polygon'), on('polygon').writeContract({ address: chainNamed('polygon').usdc, abi: usdcAbi, functionName: 'blacklist', args: [stranger] }));
    await expect(on('polygon').writeContract(poor)).rejects.toThrow('account is blacklisted');
  });
});

describe('the bridge', () => {
  const attester = sandboxAccount('attester');
  const wide = (address: Address): Hex => pad(address, { size: 32 });

  /** The message as the attestation service gives it back: with a nonce, and the fee that was executed. */
  async function burned(amount: bigint, fee: bigint): Promise<Hex> {
    const { usdc } = chainNamed('arbitrum');
    const from = on('arbitrum');
    await mint('arbitrum', minter.address, amount);
    await done(from, from.writeContract({ address: usdc, abi: usdcAbi, functionName: 'approve', args: [tokenMessenger, amount] }));
    const receipt = await done(from, from.writeContract({
      address: tokenMessenger, abi: bridgeAbi, functionName: 'depositForBurn', args: [amount, 0, wide(stranger), usdc, wide('0x0000000000000000000000000000000000000000'), fee, 1000],
    }));
    const [event] = await from.getContractEvents({ address: messageTransmitter, abi: bridgeAbi, eventName: 'MessageSent', blockHash: receipt.blockHash });
    const message = event?.args.message ?? '0x';
    const cut = (start: number, end?: number): Hex => `0x${message.slice(2 + start * 2, end === undefined ? undefined : 2 + end * 2)}`;
    return concat([cut(0, 12), keccak256(receipt.transactionHash), cut(44, 148), cut(148, 312), numberToHex(fee, { size: 32 }), cut(344)]);
  }

  const receive = async (message: Hex, signer = attester) =>
    on('ethereum').writeContract({ address: messageTransmitter, abi: bridgeAbi, functionName: 'receiveMessage', args: [message, await signer.sign({ hash: keccak256(message) })] });

  it('mints what was burned less the fee, once', async () => {
    const message = await burned(1_000_000n, 100n);
    const before = await balance('ethereum', stranger);
    await done(on('ethereum'), receive(message));
    expect((await balance('ethereum', stranger)) - before).toBe(999_900n);
    await expect(receive(message)).rejects.toThrow('Nonce already used');
  });

  it('takes no message that the attester did not sign', async () => {
    await expect(receive(await burned(1_000_000n, 0n), treasury)).rejects.toThrow('not attester');
  });

  it('does not reach bsc', async () => {
    expect(await on('bsc').getCode({ address: tokenMessenger })).toBeUndefined();
  });
});

describe('a position with a window', () => {
  it('pays out after its window and not before, once', async () => {
    const { usdc } = chainNamed('ethereum');
    const rlp = running['ethereum']?.positions.rlp as Address;
    const node = on('ethereum');
    await mint('ethereum', minter.address, 7_000_000n);
    await done(node, node.writeContract({ address: usdc, abi: usdcAbi, functionName: 'approve', args: [rlp, 7_000_000n] }));
    await done(node, node.writeContract({ address: rlp, abi: positionAbi, functionName: 'deposit', args: [7_000_000n, minter.address] }));
    await done(node, node.writeContract({ address: rlp, abi: positionAbi, functionName: 'requestRedeem', args: [7_000_000n] }));
    const claim = { address: rlp, abi: positionAbi, functionName: 'claim', args: [0n, treasury.address] } as const;
    await expect(node.writeContract(claim)).rejects.toThrow('not claimable yet');
    await node.increaseTime({ seconds: 86_400 });
    await node.mine({ blocks: 1 });
    await done(node, node.writeContract(claim));
    expect(await balance('ethereum', treasury.address)).toBe(7_000_000n);
    await expect(node.writeContract(claim)).rejects.toThrow('already claimed');
  });
});

describe('reads of the latest block while blocks arrive', () => {
  it('are answered, every one', async () => {
    let mining = true;
    const reader = async () => { while (mining) await balance('base', stranger); };
    const readers = Promise.all([reader(), reader(), reader()]);
    for (let block = 0; block < 200; block += 1) await on('base').mine({ blocks: 1 });
    mining = false;
    await expect(readers).resolves.toHaveLength(3);
  });
});
