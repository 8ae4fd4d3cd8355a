import type { SandboxChainEntry, SandboxChains } from '@sluice/builders';
import { chainTransport, usdcAbi } from '@sluice/evm';
import { createTestClient, parseAbi, publicActions, walletActions, type Address } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';

export type ChainName = 'ethereum' | 'base' | 'polygon' | 'arbitrum' | 'optimism' | 'bsc';
const mintAbi = parseAbi(['function mint(address to, uint256 amount) returns (bool)']);

/** One chain as a test moves it about. */
export class TestChain {
  readonly client;
  readonly usdc: Address;

  constructor(sandbox: SandboxChains, readonly name: ChainName) {
    const { rpcUrl, id, usdc } = sandbox.chains[name] as SandboxChainEntry;
    const chain = { id, name, nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [rpcUrl] } } };
    this.client = createTestClient({ mode: 'anvil', chain, transport: chainTransport(rpcUrl), account: mnemonicToAccount(sandbox.mnemonic), pollingInterval: 20, cacheTime: 0 })
      .extend(publicActions).extend(walletActions);
    this.usdc = usdc as Address;
  }

  async mint(to: Address, amount: bigint): Promise<void> {
    const hash = await this.client.writeContract({ address: this.usdc, abi: mintAbi, functionName: 'mint', args: [to, amount] });
    await this.client.waitForTransactionReceipt({ hash });
  }

  balance(owner: Address): Promise<bigint> {
    return this.client.readContract({ address: this.usdc, abi: usdcAbi, functionName: 'balanceOf', args: [owner] });
  }

  /** How often the recipient was paid on the present chain. */
  async payments(to: Address): Promise<number> {
    return (await this.client.getContractEvents({ address: this.usdc, abi: usdcAbi, eventName: 'Transfer', args: { to }, fromBlock: 0n })).length;
  }

  async holdMining(): Promise<void> {
    await this.client.setIntervalMining({ interval: 0 });
  }

  async mineAgain(): Promise<void> {
    await this.client.setIntervalMining({ interval: 1 });
    await this.client.mine({ blocks: 1 });
  }
}
