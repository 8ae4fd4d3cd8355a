import { Logger } from '@nestjs/common';
import type { Address } from 'viem';
import type { ChainName } from '../chains/chain.js';
import type { Nonces } from '../transactions/nonces.js';
import { Reminder } from '../transactions/reminder.js';
import type { Transaction } from '../transactions/transaction.js';
import { blockageOf, userOf, type Blockage, type GivenNonce } from './hole.js';

/** The account of a signer on a chain. */
export interface Account {
  readonly chain: ChainName;
  readonly signer: Address;
}

/** A nonce that no transaction will use, and the keys of those that wait behind it. */
export interface Hole extends Account {
  readonly nonce: number;
  readonly waiting: readonly string[];
}

/** What the watch needs; each is safe to repeat. */
export interface NonceWatchPorts {
  /** How many nonces the account has used up at the head. */
  used(account: Account): Promise<number>;
  /** The transactions of the account with this nonce, and that of its holder. */
  usersOf(account: Account, given: GivenNonce): Promise<readonly { readonly key: string; readonly state: Transaction }[]>;
  /** Looks at one that is final, and has it sent again if it is gone and had succeeded. False: nothing of it will use its nonce. */
  recheck(key: string): Promise<boolean>;
  /** Uses the nonce up by a transaction that does nothing. */
  fill(hole: Hole): Promise<void>;
  /** How long a nonce may be unused before it is asked why, in milliseconds. */
  patienceMs(chain: ChainName): number;
  nowMs(): number;
}

/** Finds nonces that no transaction will use while others wait behind them, and has them used. */
export class NonceWatch {
  private readonly logger = new Logger('Transactions');
  private readonly since = new Map<string, { readonly next: number; readonly ms: number }>();
  private readonly known = new Map<string, readonly Hole[]>();
  private readonly reminder = new Reminder();

  constructor(private readonly ports: NonceWatchPorts) {}

  /** The holes that were found and are not filled yet. */
  holes(): readonly Hole[] {
    return [...this.known.values()].flat();
  }

  async check(account: Account, nonces: Nonces): Promise<void> {
    const id = `${account.chain}:${account.signer}`;
    const blockage = blockageOf(nonces, await this.ports.used(account));
    if (blockage === null || !this.hasLasted(id, account, blockage)) return void this.known.delete(id);
    const holes = await this.holesIn(account, blockage);
    if (holes.length === 0) this.known.delete(id);
    else this.known.set(id, holes);
    for (const hole of holes) await this.ports.fill(hole);
  }

  private hasLasted(id: string, { chain }: Account, { next }: Blockage): boolean {
    const now = this.ports.nowMs();
    const known = this.since.get(id);
    if (known?.next !== next) this.since.set(id, { next, ms: now });
    return known?.next === next && now - known.ms >= this.ports.patienceMs(chain);
  }

  private async holesIn(account: Account, { suspects, waiting }: Blockage): Promise<Hole[]> {
    const found: Hole[] = [];
    for (const suspect of suspects) {
      if (!(await this.isHole(account, suspect))) continue;
      const { chain, signer } = account;
      found.push({ ...account, nonce: suspect.nonce, waiting });
      if (this.reminder.isTime(`${chain}:${signer}:${suspect.nonce}`, this.ports.nowMs())) {
        this.logger.error(`No transaction uses the nonce ${suspect.nonce} of ${signer} on ${chain}, and ${waiting.length} wait behind it, the first ${waiting[0] ?? ''}. It is filled.`);
      }
    }
    return found;
  }

  private async isHole(account: Account, given: GivenNonce): Promise<boolean> {
    const users = await this.ports.usersOf(account, given);
    const user = userOf(given.nonce, users.map(({ state }) => state));
    // A filler on its way fills a hole that is still there.
    if (user === 'its own') return users.some(({ state }) => state.isFiller === true && state.nonce === given.nonce);
    if (user === 'nobody') return true;
    const finals = users.filter(({ state }) => state.status === 'final');
    return !(await Promise.all(finals.map(({ key }) => this.ports.recheck(key)))).includes(true);
  }
}
