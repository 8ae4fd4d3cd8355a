import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, type TestService } from '@sluice/builders';
import { recognizeTransfer } from '@sluice/contract-bridging';
import { usdcAbi, type ChainName } from '@sluice/evm';
import { maxUint256, pad, parseAbi, parseEventLogs, zeroHash, type Address, type Hex } from 'viem';
import { messageTransmitterAbi, tokenMessengerAbi } from '../src/providers/cctp-contracts.http.js';
import { BridgedLeg, World } from './world.ts';

const approveAbi = parseAbi(['function mint(address to, uint256 amount) returns (bool)', 'function blacklist(address account)', 'function unBlacklist(address account)']);
const attestationsOf = (body: unknown) => (body as { messages?: { message: Hex; attestation: Hex; status: string }[] }).messages ?? [];

let world: World;
let service: TestService;
beforeAll(async () => {
  world = await World.start();
  service = await world.bridging();
});
afterAll(async () => {
  await service?.stop();
  await world?.stop();
});

/** What bridging says of every transfer to the leg's wallet on a chain, in their order. */
async function recognized(leg: BridgedLeg, name: ChainName): Promise<{ units: bigint; isOwn: boolean }[]> {
  const chain = world.on(name);
  const found = await chain.getContractEvents({ address: world.usdc(name), abi: usdcAbi, eventName: 'Transfer', args: { to: await leg.address }, fromBlock: 0n });
  return Promise.all(found.map(async ({ transactionHash, logIndex, args }) => {
    const { logs } = await chain.getTransactionReceipt({ hash: transactionHash });
    const ask = { walletId: leg.walletId, chain: name, txHash: transactionHash, position: logs.findIndex((log) => log.logIndex === logIndex), amount: { currency: 'USDC' as const, units: String(args.value) } };
    return { units: args.value ?? 0n, ...(await service.requests.request(recognizeTransfer, ask, { tenantId: leg.tenantId })) };
  }));
}

/** Somebody else carries USDC from arbitrum to the wallet on ethereum, by the same bridge. */
async function bridgedByAStranger(to: Address, amount: bigint): Promise<void> {
  const [arbitrum, ethereum] = [world.on('arbitrum'), world.on('ethereum')];
  const { tokenMessenger, messageTransmitter } = world.sandbox.chains['arbitrum'] as { tokenMessenger: Address; messageTransmitter: Address };
  const usdc = world.usdc('arbitrum');
  await arbitrum.writeContract({ address: usdc, abi: approveAbi, functionName: 'mint', args: [arbitrum.account.address, amount] });
  await arbitrum.writeContract({ address: usdc, abi: usdcAbi, functionName: 'approve', args: [tokenMessenger, maxUint256] });
  const args = [amount, 0, pad(to, { size: 32 }), usdc, zeroHash, 0n, 2_000] as const;
  const hash = await arbitrum.writeContract({ address: tokenMessenger, abi: tokenMessengerAbi, functionName: 'depositForBurn', args });
  await arbitrum.waitForTransactionReceipt({ hash });
  let attested: { message: Hex; attestation: Hex } | undefined;
  await until('it is attested', async () => {
    const answer = await fetch(`${world.simulators.url}/v2/messages/3?transactionHash=${hash}`);
    attested = attestationsOf(await answer.json()).find(({ status }) => status === 'complete');
    return attested !== undefined;
  });
  const mint = await ethereum.writeContract({ address: messageTransmitter, abi: messageTransmitterAbi, functionName: 'receiveMessage', args: [attested!.message, attested!.attestation] });
  const { logs } = await ethereum.waitForTransactionReceipt({ hash: mint });
  expect(parseEventLogs({ abi: messageTransmitterAbi, logs, eventName: 'MessageReceived' })).toHaveLength(1);
}

describe('a transfer to a wallet', () => {
  it('is bridging\'s own when it has minted for a leg, and nobody else\'s beside it is', async () => {
    const leg = await new BridgedLeg(world, service).fund();
    await leg.bridge();
    await leg.bridged();
    await bridgedByAStranger(await leg.address, leg.amount);
    await world.on('ethereum').writeContract({ address: world.usdc('ethereum'), abi: approveAbi, functionName: 'mint', args: [await leg.address, leg.amount] });
    await until('all are there', async () => (await recognized(leg, 'ethereum')).length === 3);
    expect(await recognized(leg, 'ethereum')).toEqual([true, false, false].map((isOwn) => ({ units: leg.amount, isOwn })));
    expect(await recognized(leg, 'arbitrum')).toEqual([{ units: leg.amount, isOwn: false }]);
  });

  it('is bridging\'s own when it gives back what could not be burned', async () => {
    const messenger = world.sandbox.chains['optimism']?.tokenMessenger as Address;
    const block = (functionName: 'blacklist' | 'unBlacklist') => world.on('optimism').writeContract({ address: world.usdc('optimism'), abi: approveAbi, functionName, args: [messenger] });
    await block('blacklist');
    const leg = await new BridgedLeg(world, service, ['optimism'], 'base').fund();
    await leg.bridge();
    await leg.failed();
    await block('unBlacklist');
    expect((await recognized(leg, 'optimism')).map(({ isOwn }) => isOwn)).toEqual([false, true]);
  });

  it('on a chain that no bridge reaches is nobody\'s but the sender\'s', async () => {
    const leg = new BridgedLeg(world, service);
    const ask = { walletId: leg.walletId, chain: 'bsc' as const, txHash: zeroHash, position: 0, amount: { currency: 'USDC' as const, units: '1' } };
    expect(await service.requests.request(recognizeTransfer, ask, { tenantId: leg.tenantId })).toEqual({ isOwn: false });
  });

  it('cannot be judged while its transaction is not there', async () => {
    const leg = new BridgedLeg(world, service);
    const ask = { walletId: leg.walletId, chain: 'base' as const, txHash: zeroHash, position: 0, amount: { currency: 'USDC' as const, units: '1' } };
    await expect(service.requests.request(recognizeTransfer, ask, { tenantId: leg.tenantId, timeoutMs: 5_000 })).rejects.toThrow();
  });
});
