import { Counter, Gauge } from 'prom-client';

const AGAIN_AFTER_MS = 600_000;
const MOST_KNOWN = 1_000;

/** Says of each thing whether it is time to speak of it: the first time, and again after a while, not every time. */
export class Reminder {
  private readonly spokenAtMs = new Map<string, number>();

  isTime(about: string, nowMs: number): boolean {
    const last = this.spokenAtMs.get(about);
    if (last !== undefined && nowMs - last < AGAIN_AFTER_MS) return false;
    if (this.spokenAtMs.size >= MOST_KNOWN) this.spokenAtMs.clear();
    this.spokenAtMs.set(about, nowMs);
    return true;
  }

  forget(about: string): void {
    this.spokenAtMs.delete(about);
  }
}

export const formsNotTaken = new Counter({
  name: 'sluice_chain_transactions_not_taken_total',
  help: 'Transactions that a node would not take, by why: fee, funds or other.',
  labelNames: ['chain', 'because'] as const,
});

export const feesAtTheirLimit = new Counter({
  name: 'sluice_chain_fees_at_limit_total',
  help: 'Transactions that wait and whose fees cannot be raised further.',
  labelNames: ['chain'] as const,
});

export const transactionsGone = new Counter({
  name: 'sluice_chain_transactions_gone_total',
  help: 'Transactions that a reorganisation took back after they were final.',
  labelNames: ['chain'] as const,
});

/** From the start: an alarm sees a change only where there was a figure before. */
export function countFromZero(chains: readonly string[]): void {
  for (const chain of chains) {
    for (const because of ['fee', 'funds', 'other']) formsNotTaken.inc({ chain, because }, 0);
    for (const counter of [feesAtTheirLimit, transactionsGone]) counter.inc({ chain }, 0);
    nonceHoles.set({ chain }, 0);
  }
}

export const nonceHoles = new Gauge({
  name: 'sluice_chain_nonce_holes',
  help: 'Accounts in which no transaction uses the next nonce while others wait behind it.',
  labelNames: ['chain'] as const,
});
