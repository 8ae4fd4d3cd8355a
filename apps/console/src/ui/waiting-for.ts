import type { WaitsFor, Withdrawal } from '../api/shapes.ts';

const words: Readonly<Record<WaitsFor, string>> = {
  compliance: 'compliance to screen it', acceptance: 'the client to accept it', documents: 'documents from the client', decision: 'an operator to decide on a possible name match', window: 'the rail’s window',
  ledger: 'the ledger to book it', liquidity: 'liquidity to raise the cash', bridging: 'the cash to cross chains', payment: 'the payment to arrive', undoing: 'what was begun to be undone',
};

/** What a withdrawal waits for, in a few words; null once it has ended. */
export function waitingFor({ hold, waitsFor }: Pick<Withdrawal, 'hold' | 'waitsFor'>): string | null {
  if (waitsFor === null) return null;
  if (hold === 'approval') return 'the signer’s approval';
  return hold === 'approval_queued' ? 'another approval of the same wallet' : words[waitsFor];
}
