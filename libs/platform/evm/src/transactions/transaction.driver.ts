import { Logger } from '@nestjs/common';
import type { Address, Hex } from 'viem';
import type { ChainName, ChainSettings } from '../chains/chain.js';
import type { UnsignedTransaction } from '../wallets/wallet-signer.js';
import { type Call, type ChainNode, type Fees, firstFees, replacementFees } from './chain-node.js';
import { feesAtTheirLimit, formsNotTaken, Reminder } from './alarms.js';
import { actionFor, actionWhenNowhere, after, type Circumstances, type Observation } from './transaction.machine.js';
import type { Attempt, Transaction } from './transaction.js';

/** Gas beyond what the trial used: what a call costs depends on what others do before it. */
const withReserve = (gas: bigint): bigint => (gas * 5n) / 4n + 5_000n;

/** What the driver needs; each is safe to repeat. */
export interface DriverPorts {
  nodeOf(chain: ChainName): ChainNode;
  settingsOf(chain: ChainName): ChainSettings;
  /** The account nonce of this key: the same whenever it is asked for. */
  allot(chain: ChainName, signer: Address, key: string): Promise<number>;
  /** The key needs its nonce no more. */
  release(chain: ChainName, signer: Address, key: string): Promise<void>;
  sign(transaction: Transaction, unsigned: UnsignedTransaction): Promise<{ raw: Hex; hash: Hex }>;
  /** Milliseconds of the wall clock. */
  nowMs(): number;
}

/**
 * Carries one transaction one step further: asks, signs or sends, and says what it has become. It stores nothing and decides
 * nothing (`transaction.machine.ts` does); a step whose result is lost is done again from what was stored, and nothing is
 * sent that was not stored before.
 */
export class TransactionDriver {
  private readonly logger = new Logger('Transactions');
  private readonly limits = new Reminder();

  constructor(private readonly ports: DriverPorts) {}

  async step(key: string, transaction: Transaction): Promise<Transaction> {
    switch (actionFor(transaction, this.ports.nowMs(), this.settings(transaction))) {
      case 'try-out': return this.tryOut(transaction);
      case 'sign': return this.signFirst(key, transaction);
      case 'offer': return this.offer(key, transaction);
      case 'look': return this.follow(key, transaction);
      case 'nothing': return transaction;
    }
  }

  /** Looks again at one that is final; it may be open again after that. `isUsed`: whether its nonce is used by it, or will be. */
  async recheck(transaction: Transaction): Promise<{ readonly next: Transaction; readonly isUsed: boolean }> {
    const seen = await this.observe(transaction);
    const next = after(transaction, seen, this.circumstances(transaction));
    return { next, isUsed: seen.kind === 'in-block' || transaction.inclusion?.succeeded === true };
  }

  private async inquire(key: string, transaction: Transaction): Promise<Transaction> {
    const next = after(transaction, await this.observe(transaction), this.circumstances(transaction));
    const isDone = next.status === 'final' || next.status === 'refused' || next.round > transaction.round;
    if (isDone) await this.ports.release(next.chain, next.signer, numberedKey(key, transaction.round));
    return next;
  }

  private async tryOut(transaction: Transaction): Promise<Transaction> {
    const outcome = await this.node(transaction).tryOut(callOf(transaction));
    const seen = 'revert' in outcome ? ({ kind: 'reverts', reason: outcome.revert } as const) : ({ kind: 'passes', gas: withReserve(outcome.gas) } as const);
    return after(transaction, seen, this.circumstances(transaction));
  }

  private async signFirst(key: string, transaction: Transaction): Promise<Transaction> {
    const { chain, signer, round, isFiller } = transaction;
    const own = isFiller ? transaction.nonce : undefined;
    const nonce = own ?? (await this.ports.allot(chain, signer, numberedKey(key, round)));
    const fees = firstFees(await this.node(transaction).fees(), this.settings(transaction).mostFeePerGas);
    return this.formed(transaction, nonce, fees);
  }

  private async offer(key: string, transaction: Transaction): Promise<Transaction> {
    const answer = await this.node(transaction).broadcast(newestOf(transaction).raw);
    if (answer.kind === 'not-taken' && answer.because !== transaction.notTaken) {
      formsNotTaken.inc({ chain: transaction.chain, because: answer.because });
      this.logger.warn(`${transaction.chain} does not take ${key}, ${newestOf(transaction).hash}: ${answer.words}`);
    }
    return after(transaction, answer, this.circumstances(transaction));
  }

  /** Rechecks it, and if it is nowhere offers it again, or signs a dearer form once it has waited long. */
  private async follow(key: string, transaction: Transaction): Promise<Transaction> {
    const next = await this.inquire(key, transaction);
    switch (actionWhenNowhere(next, this.ports.nowMs(), this.settings(next))) {
      case 'offer': return this.offer(key, next);
      case 'replace': return this.replace(key, next, newestOf(next));
      case 'nothing': return next;
    }
  }

  private async replace(key: string, transaction: Transaction, newest: Attempt): Promise<Transaction> {
    const limits = { most: this.settings(transaction).mostFeePerGas, isTooLow: transaction.notTaken === 'fee' };
    const fees = replacementFees(newest, await this.node(transaction).fees(), limits);
    if (fees !== null && transaction.nonce !== undefined) return this.formed(transaction, transaction.nonce, fees);
    if (this.limits.isTime(key, this.ports.nowMs())) {
      feesAtTheirLimit.inc({ chain: transaction.chain });
      this.logger.error(`${key} on ${transaction.chain} waits as ${newest.hash}, and its fees cannot be raised further.`);
    }
    return this.offer(key, transaction);
  }

  /** The count is asked for before the receipts: a transaction mined between the two is then found, not missed. */
  private async observe(transaction: Transaction): Promise<Observation> {
    const node = this.node(transaction);
    const used = await node.used(transaction.signer);
    const head = await node.head();
    for (const { hash } of transaction.attempts.toReversed()) {
      const receipt = await node.receipt(hash);
      if (receipt === null) continue;
      if (receipt.succeeded) return { kind: 'in-block', head, used, receipt };
      return { kind: 'in-block', head, used, receipt: { ...receipt, reason: transaction.inclusion?.reason ?? (await node.revertReason(callOf(transaction))) } };
    }
    return { kind: 'nowhere', head, used };
  }

  private async formed(transaction: Transaction, nonce: number, fees: Fees): Promise<Transaction> {
    const { chain, to, callData, value, gas } = transaction;
    if (gas === undefined) throw new TypeError('A transaction is signed after it was tried out.');
    const unsigned = { chainId: this.ports.settingsOf(chain).id, nonce, to, data: callData, value, gas, ...fees };
    const attempt = { ...(await this.ports.sign(transaction, unsigned)), ...fees, isSent: false, isAnnounced: false, signedAtMs: this.ports.nowMs() };
    return after(transaction, { kind: 'signed', nonce, attempt }, this.circumstances(transaction));
  }

  private circumstances(transaction: Transaction): Circumstances {
    return { depths: this.settings(transaction), nowMs: this.ports.nowMs() };
  }

  private node({ chain }: Transaction): ChainNode {
    return this.ports.nodeOf(chain);
  }

  private settings({ chain }: Transaction): ChainSettings {
    return this.ports.settingsOf(chain);
  }
}

const callOf = ({ signer, to, callData, value }: Transaction): Call => ({ from: signer, to, callData, value });

const numberedKey = (key: string, round: number): string => (round === 1 ? key : `${key}#${round}`);

function newestOf({ attempts }: Transaction): Attempt {
  const newest = attempts.at(-1);
  if (newest === undefined) throw new TypeError('A signed transaction has a signed form.');
  return newest;
}
