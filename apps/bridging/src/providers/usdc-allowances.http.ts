import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions, usdcAbi, type ChainClient, type Sender } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import { encodeFunctionData, maxUint256, type Address } from 'viem';

const OWNER = 'bridging-allowance';

/**
 * Lets the bridge take USDC from a relayer: once for all, because an allowance for each burn would be overwritten by that
 * of another burn of the same relayer between the two.
 */
@Injectable()
export class UsdcAllowances implements OnModuleInit {
  constructor(private readonly transactions: Transactions) {}

  /** The allowance is read from the chain whenever it is needed, so observations of the transaction are not needed. */
  onModuleInit(): void {
    this.transactions.watch(OWNER, () => Promise.resolve());
  }

  /** True when the spender may take that much; else sees to it that it soon may. */
  async covers(chain: ChainClient, from: Sender, spender: Address, amount: bigint, cause: Cause): Promise<boolean> {
    const owner = await this.transactions.senderOf(from);
    const allowance = await chain.client.readContract({ address: chain.usdc, abi: usdcAbi, functionName: 'allowance', args: [owner, spender] });
    if (allowance >= amount) return true;
    const key = await this.freeKey(`allowance/${chain.name}/${owner}/${spender}`);
    const data = encodeFunctionData({ abi: usdcAbi, functionName: 'approve', args: [spender, maxUint256] });
    if (key !== null) await this.transactions.order({ key, owner: OWNER, chain: chain.name, from, to: chain.usdc, data }, cause);
    return false;
  }

  /** Null while an earlier approval is under way. */
  private async freeKey(prefix: string): Promise<string | null> {
    for (let number = 1; ; number += 1) {
      const known = await this.transactions.find(`${prefix}/${number}`);
      if (known === null) return `${prefix}/${number}`;
      if (known.status !== 'final' && known.status !== 'refused') return null;
    }
  }
}
