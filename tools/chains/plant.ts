import { readFileSync } from 'node:fs';
import { createTestClient, createWalletClient, fallback, http, publicActions, type Abi, type Address, type Hex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { messageTransmitter, sandboxAccounts, sandboxChains, sandboxMnemonic, sandboxPositions, solanaDomain, tokenMessenger, type PositionKey, type SandboxChain } from './chains.ts';

type Artifact = { readonly abi: Abi; readonly bytecode: Hex };

const artifact = (name: string): Artifact => JSON.parse(readFileSync(new URL(`./artifacts/${name}.json`, import.meta.url), 'utf8')) as Artifact;

/** As often as a node that makes a block every few milliseconds may be too late in a row. */
const MOST_TRIES = 50;

/** A question about the latest block that the next block has overtaken is asked again: the nodes keep no history. */
export const retryingHttp = (rpcUrl: string) => fallback(Array.from({ length: MOST_TRIES }, () => http(rpcUrl)));

export const sandboxAccount = (role: keyof typeof sandboxAccounts) => mnemonicToAccount(sandboxMnemonic, { addressIndex: sandboxAccounts[role] });

/** Puts the contracts onto a fresh chain, those of production at their own addresses. Returns where the positions are. */
export async function plant(rpcUrl: string, chain: SandboxChain): Promise<Partial<Record<PositionKey, Address>>> {
  const planter = new Planter(rpcUrl, chain);
  await planter.plantAt(chain.usdc, 'TestUsdc', [planter.minter]);
  if (chain.cctpDomain !== null) await plantBridge(planter, chain, chain.cctpDomain);
  return deployPositions(planter, chain);
}

async function plantBridge(planter: Planter, chain: SandboxChain, domain: number): Promise<void> {
  const others = [solanaDomain, ...sandboxChains.flatMap(({ cctpDomain }) => (cctpDomain === null || cctpDomain === domain ? [] : [cctpDomain]))];
  await planter.plantAt(messageTransmitter, 'MessageTransmitter', [domain, sandboxAccount('attester').address]);
  await planter.plantAt(tokenMessenger, 'TokenMessenger', [messageTransmitter, chain.usdc, sandboxAccount('feeRecipient').address, others]);
  await planter.call(chain.usdc, 'TestUsdc', 'configureMinter', [tokenMessenger, 0n]);
}

async function deployPositions(planter: Planter, chain: SandboxChain): Promise<Partial<Record<PositionKey, Address>>> {
  const deployed: Partial<Record<PositionKey, Address>> = {};
  for (const { key, windowSeconds } of sandboxPositions.filter((position) => position.chain === chain.name)) {
    if (key === 'usdz') deployed[key] = await planter.deploy('Usdz', [chain.usdc]);
    else if (key === 'syrupUsdc') deployed[key] = await planter.deploy('SyrupVault', [chain.usdc]);
    else deployed[key] = await planter.deploy('WindowedPosition', [chain.usdc, BigInt(windowSeconds), key.toUpperCase(), key.toUpperCase()]);
  }
  return deployed;
}

class Planter {
  private readonly wallet;
  private readonly node;

  constructor(rpcUrl: string, { id, name }: SandboxChain) {
    const chain = { id, name, nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpcUrl] } } };
    const transport = retryingHttp(rpcUrl);
    this.wallet = createWalletClient({ account: sandboxAccount('minter'), chain, transport });
    this.node = createTestClient({ mode: 'anvil', chain, transport, pollingInterval: 20 }).extend(publicActions);
  }

  get minter(): Address {
    return this.wallet.account.address;
  }

  async deploy(name: string, args: readonly unknown[]): Promise<Address> {
    const hash = await this.wallet.deployContract({ ...artifact(name), args });
    const { contractAddress, status } = await this.node.waitForTransactionReceipt({ hash });
    if (status !== 'success' || !contractAddress) throw new Error(`${name} could not be deployed.`);
    return contractAddress;
  }

  /** Takes the code of a deployed copy, whose immutables are filled in, to the address and initializes it there. */
  async plantAt(address: Address, name: string, initialize: readonly unknown[]): Promise<void> {
    const bytecode = await this.node.getCode({ address: await this.deploy(name, []) });
    if (!bytecode) throw new Error(`${name} has no code.`);
    await this.node.setCode({ address, bytecode });
    await this.call(address, name, 'initialize', initialize);
  }

  async call(address: Address, name: string, functionName: string, args: readonly unknown[]): Promise<void> {
    const hash = await this.wallet.writeContract({ address, abi: artifact(name).abi, functionName, args });
    const { status } = await this.node.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`${name}.${functionName} was reverted.`);
  }
}
