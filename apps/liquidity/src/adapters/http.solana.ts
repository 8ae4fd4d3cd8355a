import { Injectable } from '@nestjs/common';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';
import { LiquidityConfig } from '../liquidity.config.js';
import { Solana, type SolanaAccount } from '../ports/solana.js';
import type { LoggedTransfer } from '../ports/transfer-log.js';
import { unitsSchema } from '../wallet/usdc.js';
import type { Wallet } from '../wallet/wallet.js';

const TIMEOUT_MS = 5_000;

const accountsSchema = z.object({ accounts: z.array(z.object({ units: unitsSchema, burned: z.array(z.string()) })) });

const heightSchema = z.object({ height: z.int().min(0) });

const transfersSchema = z.object({ transfers: z.array(z.object({ signature: z.string().min(1), slot: z.int().min(1), owner: z.string(), units: unitsSchema })) });

/** Whoever holds the accounts on Solana, over HTTP: the sandbox has no node of it. */
@Injectable()
export class HttpSolana extends Solana {
  constructor(private readonly config: LiquidityConfig) {
    super();
  }

  override get isThere(): boolean {
    return this.config.solanaUrl !== undefined;
  }

  override async accounts(addresses: readonly Wallet['address'][]): Promise<SolanaAccount[]> {
    const { accounts } = accountsSchema.parse(await this.call(`/solana/accounts?owners=${addresses.join(',')}`));
    if (accounts.length !== addresses.length) throw new Error(`Solana was asked for ${addresses.length} accounts and answered with ${accounts.length}.`);
    return accounts.map(({ units, burned }) => ({ units, burned: new Set(burned) }));
  }

  override async height(): Promise<number> {
    return heightSchema.parse(await this.call('/solana/height')).height;
  }

  override async transfers(fromBlock: number, toBlock: number): Promise<LoggedTransfer[]> {
    const { transfers } = transfersSchema.parse(await this.call(`/solana/transfers?from=${fromBlock}&to=${toBlock}`));
    return transfers.map(({ signature, slot, owner, units }) => ({ hash: signature, block: slot, logIndex: 0, to: owner, units }));
  }

  override async deposit(depositId: string, owner: Wallet['address'], units: bigint): Promise<void> {
    const body = JSON.stringify({ id: depositId, owner, amount: units.toString() });
    await providerCall('solana.deposit', () => this.call('/solana/deposits', { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
  }

  private async call(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await fetch(new URL(path, this.config.solanaUrl), { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`Solana's accounts answered ${response.status}.`);
    return response.json();
  }
}
