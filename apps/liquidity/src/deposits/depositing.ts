import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { walletMoved, type depositToWallet } from '@sluice/contract-liquidity';
import { send, type AskOf } from '@sluice/contract-kit';
import { Chains, Transactions, type ChainName } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { Deposits } from '../adapters/deposits.store.js';
import { Wallets } from '../adapters/wallets.store.js';
import type { Call } from '../ports/positions.js';
import { SandboxMint } from '../ports/sandbox-mint.js';
import { Solana } from '../ports/solana.js';
import { paidIn } from '../wallet/claims.js';
import type { Wallet } from '../wallet/wallet.js';
import { intended, type Deposit } from './deposit.js';

const OWNER = 'deposit';

/** One account makes all of the sandbox's deposits. */
const MINTER = { relayer: 'deposits' } as const;

const LOOK_EVERY_MS = 40;
const PATIENCE_MS = 9_000;

/** Sandbox: makes USDC for wallets, once for each deposit. Its steps are transactions under keys made from its id. */
@Injectable()
export class Depositing implements OnModuleInit {
  constructor(
    private readonly deposits: Deposits,
    private readonly wallets: Wallets,
    private readonly transactions: Transactions,
    private readonly chains: Chains,
    private readonly mint: SandboxMint,
    private readonly solana: Solana,
  ) {}

  /** Nothing is done at news: whoever asked for the deposit waits for it. */
  onModuleInit(): void {
    this.transactions.watch(OWNER, () => Promise.resolve());
  }

  /** Resolves when the chain has the deposit. @throws DomainError when it cannot be made; otherwise asking again goes on with it. */
  async deposit(asked: AskOf<typeof depositToWallet>, cause: Cause): Promise<void> {
    const { state: wallet } = await this.wallets.required(cause.tenantId, asked.walletId);
    const chains = [...this.chains.names(), ...(this.solana.isThere ? ['solana'] : [])];
    const stored = await this.deposits.change(asked.depositId, cause, (current) => intended(current?.state ?? null, asked, chains));
    if (stored === null || stored.state.isDone) return;
    await this.bring(stored, wallet, cause);
    await this.deposits.change(stored.id, cause, (current) => current && { state: { ...current.state, isDone: true }, send: [send(walletMoved, { walletId: asked.walletId })] });
  }

  private async bring({ id, state: deposit }: Versioned<Deposit>, wallet: Wallet, cause: Cause): Promise<void> {
    const { chain, units, positionKey, walletId } = deposit;
    if (chain === 'solana') return this.solana.deposit(id, wallet.address, units);
    const minter = await this.transactions.senderOf(MINTER);
    await this.mint.allow(chain, minter);
    const step = (name: string, call: Call): Promise<void> => this.done(`${OWNER}/${id}/${name}`, chain, call, cause);
    await step('mint', this.mint.minting(chain, positionKey === undefined ? wallet.address : minter, units));
    if (positionKey === undefined) return;
    const approval = await this.mint.approving(positionKey, minter, units);
    if (approval) await step('approve', approval);
    await step('put-in', this.mint.puttingIn(positionKey, wallet.address, units));
    await this.wallets.change(walletId, cause, (current) => {
      const next = current && paidIn(current.state, id, positionKey, units);
      return next && { state: next };
    });
  }

  private async done(key: string, chain: ChainName, { to, data }: Call, cause: Cause): Promise<void> {
    await this.transactions.order({ key, owner: OWNER, chain, from: MINTER, to, data }, cause);
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(LOOK_EVERY_MS)) {
      const known = await this.transactions.find(key);
      if (known?.inclusion?.succeeded) return;
      if (known?.status === 'refused' || known?.inclusion) throw new Error(`${key} was not taken by ${chain}.`);
    }
    throw new Error(`${key} is not in a block of ${chain} yet.`);
  }
}
