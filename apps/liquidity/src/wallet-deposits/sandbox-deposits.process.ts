import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RequestOf } from '@sluice/contract-kit';
import type { depositToWallet } from '@sluice/contract-liquidity';
import { Chains, Transactions, type ChainName } from '@sluice/evm';
import { idFrom } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import type { Call } from '../providers/position-contracts.http.js';
import { SandboxMint } from '../providers/sandbox-chains.http.js';
import { Solana } from '../providers/solana.http.js';
import type { Wallet } from '../wallets/wallet.js';
import { Wallets } from '../wallets/wallets.repository.js';
import { intendedDeposit, SANDBOX_DEPOSITS, stepKeyOf, type Deposit } from './wallet-deposit.js';
import { DepositBooking } from './wallet-deposits.process.js';
import { Deposits } from './wallet-deposits.repository.js';

/** One account makes all of the sandbox's deposits. */
const MINTER = { relayer: 'deposits' } as const;

const POLL_MS = 40;
const TIMEOUT_MS = 9_000;

/** Sandbox: makes USDC for wallets, once for each deposit. Its steps are transactions under keys made from its id. */
@Injectable()
export class SandboxDepositProcess implements OnModuleInit {
  constructor(
    private readonly deposits: Deposits,
    private readonly wallets: Wallets,
    private readonly transactions: Transactions,
    private readonly chains: Chains,
    private readonly mint: SandboxMint,
    private readonly solana: Solana,
    private readonly booking: DepositBooking,
  ) {}

  /** Nothing is done here when a transaction is confirmed: the request waits for it. */
  onModuleInit(): void {
    this.transactions.watch(SANDBOX_DEPOSITS, () => Promise.resolve());
  }

  /**
   * Resolves when the chain has the deposit and the books have it: what the sandbox made itself need not wait to be final.
   * @throws DomainError when it cannot be made; otherwise repeating the request goes on with it.
   */
  async deposit(request: RequestOf<typeof depositToWallet>, cause: Cause): Promise<void> {
    const { state: wallet } = await this.wallets.ofTenant(request.walletId, cause.tenantId);
    const chains = [...this.chains.names(), ...(this.solana.isThere ? ['solana'] : [])];
    const stored = await this.deposits.change(request.depositId, cause, (current) => intendedDeposit(current?.state ?? null, request, chains));
    if (stored === null || stored.state.isDone) return;
    await this.make(stored, wallet, cause);
    await this.book(stored, cause);
    await this.deposits.change(stored.id, cause, (current) => current && { state: { ...current.state, isDone: true } });
  }

  private async make({ id, state: deposit }: Versioned<Deposit>, wallet: Wallet, cause: Cause): Promise<void> {
    const { chain, units, positionKey } = deposit;
    if (chain === 'solana') return this.solana.deposit(id, wallet.address, units);
    const minter = await this.transactions.senderOf(MINTER);
    await this.mint.allow(chain, minter);
    const step = (name: string, call: Call): Promise<void> => this.done(stepKeyOf(id, name), chain, call, cause);
    await step('mint', this.mint.minting(chain, positionKey === undefined ? wallet.address : minter, units));
    if (positionKey === undefined) return;
    const approval = await this.mint.approving(positionKey, minter, units);
    if (approval) await step('approve', approval);
    await step('put-in', this.mint.puttingIn(positionKey, wallet.address, units));
  }

  private async book({ id, state: { isDone: _, ...deposit } }: Versioned<Deposit>, cause: Cause): Promise<void> {
    await this.booking.note(id, deposit, { ...cause, id: idFrom('wallet-deposit', id) });
    for (const deadline = Date.now() + TIMEOUT_MS; !(await this.booking.isSettled(id)); await pause(POLL_MS)) {
      if (Date.now() > deadline) throw new Error(`The deposit ${id} is not booked yet.`);
    }
  }

  private async done(key: string, chain: ChainName, { to, data }: Call, cause: Cause): Promise<void> {
    await this.transactions.order({ key, owner: SANDBOX_DEPOSITS, chain, from: MINTER, to, data }, cause);
    for (const deadline = Date.now() + TIMEOUT_MS; Date.now() < deadline; await pause(POLL_MS)) {
      const known = await this.transactions.find(key);
      if (known?.inclusion?.succeeded) return;
      if (known?.status === 'refused' || known?.inclusion) throw new Error(`${key} was not taken by ${chain}.`);
    }
    throw new Error(`${key} is not in a block of ${chain} yet.`);
  }
}
