import { Logger } from '@nestjs/common';
import type { Address, Hex } from 'viem';
import type { ChainName, ChainSettings } from '../chains/chain.js';
import type { UnsignedTransaction } from '../wallets/wallet-signer.js';
import type { Call, ChainNode, Receipt } from './chain-node.js';
import { firstFees, replacementFees, type Fees } from './fees.js';
import { passed, seen, sent, signedAs, wouldRevert } from './steps.js';
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
 * Carries one transaction one step further: asks, signs or sends, and says what it has become. It stores nothing; a step
 * whose result is lost is done again from what was stored, and nothing is sent that was not stored before.
 */
export class TransactionDriver {
  private readonly logger = new Logger('Transactions');

  constructor(private readonly ports: DriverPorts) {}

  async step(key: string, transaction: Transaction): Promise<Transaction> {
    switch (transaction.status) {
      case 'ordered': return this.tryOut(transaction);
      case 'numbered': return this.signFirst(key, transaction);
      case 'signed': return transaction.attempts.at(-1)?.isSent ? this.follow(key, transaction) : this.send(transaction);
      case 'included': return this.look(key, transaction);
      case 'refused': case 'final': return transaction;
    }
  }

  private async tryOut(transaction: Transaction): Promise<Transaction> {
    const outcome = await this.node(transaction).tryOut(callOf(transaction));
    if ('revert' in outcome) return wouldRevert(transaction, outcome.revert);
    return passed(transaction, transaction.gas ?? withReserve(outcome.gas));
  }

  private async signFirst(key: string, transaction: Transaction): Promise<Transaction> {
    const { chain, signer, round } = transaction;
    const nonce = await this.ports.allot(chain, signer, numberedKey(key, round));
    const fees = firstFees(await this.node(transaction).fees(), this.settings(transaction).mostFeePerGas);
    return signedAs(transaction, nonce, await this.attempt(transaction, nonce, fees));
  }

  private async send(transaction: Transaction): Promise<Transaction> {
    await this.node(transaction).broadcast(newestOf(transaction).raw);
    return sent(transaction);
  }

  /** Sent and not in a block: looks, and if it is still nowhere sends it again, or better paid once it has waited long. */
  private async follow(key: string, transaction: Transaction): Promise<Transaction> {
    const next = await this.look(key, transaction);
    const newest = next.attempts.at(-1);
    if (next.status !== 'signed' || newest === undefined || next.displacedAt !== undefined) return next;
    if (this.ports.nowMs() - newest.signedAtMs >= this.settings(next).bumpAfterMs) return this.replace(next, newest);
    await this.node(next).broadcast(newest.raw);
    return next;
  }

  private async replace(transaction: Transaction, newest: Attempt): Promise<Transaction> {
    const fees = replacementFees(newest, await this.node(transaction).fees(), this.settings(transaction).mostFeePerGas);
    if (fees === null || transaction.nonce === undefined) {
      this.logger.error(`${newest.hash} on ${transaction.chain} waits, and its fees cannot be raised further.`);
      return transaction;
    }
    return signedAs(transaction, transaction.nonce, await this.attempt(transaction, transaction.nonce, fees));
  }

  private async look(key: string, transaction: Transaction): Promise<Transaction> {
    const node = this.node(transaction);
    // The count is asked for before the receipts: a transaction mined between the two is then found, not missed.
    const used = await node.used(transaction.signer);
    const head = await node.head();
    const receipt = await this.receiptOf(transaction);
    const next = seen(transaction, { head, receipt, used }, this.settings(transaction));
    const isDone = next.status === 'final' || next.round > transaction.round;
    if (isDone) await this.ports.release(next.chain, next.signer, numberedKey(key, transaction.round));
    return next;
  }

  private async receiptOf(transaction: Transaction): Promise<(Receipt & { reason?: string }) | null> {
    for (const { hash } of transaction.attempts.toReversed()) {
      const receipt = await this.node(transaction).receipt(hash);
      if (receipt?.succeeded === true) return receipt;
      if (receipt) return { ...receipt, reason: transaction.inclusion?.reason ?? (await this.node(transaction).revertReason(callOf(transaction))) };
    }
    return null;
  }

  private async attempt(transaction: Transaction, nonce: number, fees: Fees): Promise<Attempt> {
    const { chain, to, callData, value, gas } = transaction;
    if (gas === undefined) throw new TypeError('A transaction is signed after it was tried out.');
    const unsigned = { chainId: this.ports.settingsOf(chain).id, nonce, to, data: callData, value, gas, ...fees };
    return { ...(await this.ports.sign(transaction, unsigned)), ...fees, isSent: false, isAnnounced: false, signedAtMs: this.ports.nowMs() };
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
