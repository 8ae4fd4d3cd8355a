import { Injectable } from '@nestjs/common';
import { Provider } from '@sluice/providers';
import { z } from 'zod';
import { LiquidityConfig } from '../liquidity.config.js';
import { unitsSchema, type Wallet } from '../wallets/wallet.js';
import type { LoggedTransfer } from '../wallet-deposits/wallet-deposit.js';

/** What a wallet has on Solana, in USDC units, and under which nonces cash has left from there. */
export interface SolanaAccount {
  readonly units: bigint;
  readonly burned: ReadonlySet<string>;
}

const TIMEOUT_MS = 5_000;

const accountsSchema = z.object({ accounts: z.array(z.object({ units: unitsSchema, burned: z.array(z.string()) })) });

const heightSchema = z.object({ height: z.int().min(0) });

const transfersSchema = z.object({ transfers: z.array(z.object({ signature: z.string().min(1), slot: z.int().min(1), owner: z.string(), units: unitsSchema })) });

/** Solana holds cash that other chains can be paid from, and nothing else (spec/braid.md). The sandbox has no node of it: its accounts are read over HTTP. */
@Injectable()
export class Solana {
  private readonly solana: Provider;

  constructor(private readonly config: LiquidityConfig) {
    this.solana = new Provider({ name: 'solana', url: config.solanaUrl, timeoutMs: TIMEOUT_MS });
  }

  /** False without SOLANA_URL: wallets then have nothing there. */
  get isThere(): boolean {
    return this.config.solanaUrl !== undefined;
  }

  /** In the order of the wallets. @throws when Solana cannot be reached: nothing is then known. */
  async accounts(addresses: readonly Wallet['address'][]): Promise<SolanaAccount[]> {
    const { accounts } = await this.solana.call({ method: 'GET', path: `/solana/accounts?owners=${addresses.join(',')}`, answer: accountsSchema });
    if (accounts.length !== addresses.length) throw new Error(`Solana was asked for ${addresses.length} accounts and answered with ${accounts.length}.`);
    return accounts.map(({ units, burned }) => ({ units, burned: new Set(burned) }));
  }

  /** How many transfers there have been: each is final, and has a block of its own. */
  async height(): Promise<number> {
    return (await this.solana.call({ method: 'GET', path: '/solana/height', answer: heightSchema })).height;
  }

  async transfers(fromBlock: number, toBlock: number): Promise<LoggedTransfer[]> {
    const { transfers } = await this.solana.call({ method: 'GET', path: '/solana/transfers', query: { from: String(fromBlock), to: String(toBlock) }, answer: transfersSchema });
    return transfers.map(({ signature, slot, owner, units }) => ({ hash: signature, block: slot, logIndex: 0, to: owner, units }));
  }

  /** Sandbox: USDC out of nothing, once for each deposit. */
  async deposit(depositId: string, owner: Wallet['address'], units: bigint): Promise<void> {
    await this.solana.call({ verb: 'deposit', method: 'POST', path: '/solana/deposits', body: { id: depositId, owner, amount: units.toString() } });
  }
}
